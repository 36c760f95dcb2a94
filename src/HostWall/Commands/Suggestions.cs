using System.CommandLine.Completions;
using System.Globalization;
using HostWall.Control;
using HostWall.Control.Messages;

namespace HostWall.Commands;

/// <summary>What a shell may complete, out of the daemon. Quick and silent: without a daemon there is nothing to offer.</summary>
internal static class Suggestions
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly string[] BuiltIn = ["host", "world"];

    public static IEnumerable<CompletionItem> Versions(CompletionContext context, CommonOptions common)
    {
        // Newest first: the sort text turns the shell library's alphabetical order around.
        var versions = Ask(context, common)?.Versions ?? [];
        return versions.Select(number => new CompletionItem(number.ToString(CultureInfo.InvariantCulture), sortText: (int.MaxValue - number).ToString("d10", CultureInfo.InvariantCulture)));
    }

    /// <summary>Whom one can ask about: tiers, groups, containers, built-in names.</summary>
    public static IEnumerable<CompletionItem> Parties(CompletionContext context, CommonOptions common)
    {
        var names = Ask(context, common);
        IEnumerable<string> all = names is null ? BuiltIn : [.. BuiltIn, .. names.Tiers, .. names.Groups, .. names.Containers];
        return all.Where(IsSafe).Select(name => new CompletionItem(name));
    }

    /// <summary>The shell puts it on the line as it is: a name that means anything to a shell is not offered.</summary>
    private static bool IsSafe(string name)
        => name is [not '-', ..] && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private static NamesReport? Ask(CompletionContext context, CommonOptions common)
    {
        using var client = new ControlClient(Session.SocketOf(context.ParseResult, common), Patience);
        return (client.Get("/v1/names", ControlJson.Shapes.NamesReport) as Reply<NamesReport>.Given)?.Document;
    }
}
