using System.Text.RegularExpressions;

namespace HostWall.Tests.Documentation;

public sealed partial class PathsTests
{
    public static TheoryData<string> Pages() => [Page.ReadMe.Name, Page.HowItIsBuilt.Name, "policies/README.md"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_path_of_the_repository_that_is_written_of_is_there(string name)
    {
        var text = File.ReadAllText(Repository.Path(name));
        foreach (Match path in FromTheTop().Matches(text))
        {
            Path.Exists(Repository.Path(path.Value.TrimEnd('.', '/'))).ShouldBeTrue($"{name} speaks of {path.Value}");
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_somewhere(string name)
    {
        var folder = Path.GetDirectoryName(Repository.Path(name))!;
        var text = File.ReadAllText(Repository.Path(name));
        foreach (var target in Link().Matches(text).Select(link => link.Groups["target"].Value))
        {
            var leads = target.StartsWith('#') ? Heading().Matches(text).Any(heading => Anchor(heading.Groups["text"].Value) == target) : Path.Exists(Path.Combine(folder, target));
            leads.ShouldBeTrue($"{name} links to {target}");
        }
    }

    private static string Anchor(string heading) => $"#{heading.ToLowerInvariant().Replace(' ', '-')}";

    [GeneratedRegex(@"(?<![\w/.-])(src|tests|packaging|policies|\.ci)/[\w./-]+")]
    private static partial Regex FromTheTop();

    [GeneratedRegex(@"\]\((?<target>[^):]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
