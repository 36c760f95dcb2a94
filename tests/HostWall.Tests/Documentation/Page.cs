using System.Text.RegularExpressions;

namespace HostWall.Tests.Documentation;

/// <summary>A text that people read about HostWall.</summary>
/// <param name="Name">Its path in the repository.</param>
/// <param name="Text">As a reader sees it: of a manual page, without the marks of its formatter.</param>
internal sealed partial record Page(string Name, string Text)
{
    public static Page ReadMe { get; } = Read("README.md");

    public static Page HowItIsBuilt { get; } = Read("src", "README.md");

    public static Page OfManual(string name) => Read("packaging", "man", name) switch
    {
        var page => page with { Text = FormatterMarks().Replace(page.Text.Replace(@"\-", "-", StringComparison.Ordinal).Replace(@"\(dq", "\"", StringComparison.Ordinal), "") },
    };

    /// <summary>What stands between code fences of that language.</summary>
    public IEnumerable<string> Blocks(string language)
        => Fence().Matches(Text).Where(block => block.Groups["language"].Value == language).Select(block => block.Groups["text"].Value);

    private static Page Read(params string[] path) => new(string.Join('/', path), File.ReadAllText(Repository.Path(path)));

    [GeneratedRegex(@"^ *```(?<language>\w*)\n(?<text>.*?)^ *```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\\f.|\\&")]
    private static partial Regex FormatterMarks();
}
