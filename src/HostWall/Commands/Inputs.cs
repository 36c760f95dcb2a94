using System.CommandLine;

namespace HostWall.Commands;

/// <summary>Arguments and options that several verbs share in name and meaning.</summary>
internal static class Inputs
{
    public static Argument<string?> PolicyFile() => new("FILE")
    {
        Description = "A policy file, or a folder with policy.toml and policy.d (default: the config folder)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Option<string?> Why() => new("--message", "-m")
    {
        Description = "Why; kept with the version",
        HelpName = "TEXT",
    };

    /// <param name="name">As the usage line shows it.</param>
    public static Argument<int?> Version(string name, string description, CommonOptions common)
    {
        var argument = new Argument<int?>(name) { Description = description, HelpName = name, Arity = ArgumentArity.ZeroOrOne };
        argument.CompletionSources.Add(context => Suggestions.Versions(context, common));
        argument.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !(int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) && number > 0))
            {
                result.AddError($"{name} is to be the number of a version, not '{text}'; see hostwall history");
            }
        });
        return argument;
    }
}
