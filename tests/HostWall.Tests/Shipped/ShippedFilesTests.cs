using System.Text.RegularExpressions;
using HostWall.Core.Policy;
using HostWall.Core.Text;
using HostWall.Daemon;

namespace HostWall.Tests.Shipped;

/// <summary>What the package and the repository hand to operators, read by the readers of the program.</summary>
public sealed partial class ShippedFilesTests
{
    private static readonly string Etc = Repository.Path("packaging", "etc");

    [Fact]
    public void The_packages_policy_is_sound_and_cuts_nobody_off() =>
        Read(Path.Combine(Etc, "policy.toml")).Settings.Mode.ShouldBe(Mode.Audit);

    [Fact]
    public void What_the_packages_policy_has_in_comments_is_sound_too() =>
        Read("policy.toml", Uncommented(Path.Combine(Etc, "policy.toml"))).Rules.Count.ShouldBe(3);

    [Fact]
    public void The_packages_settings_are_the_defaults_with_and_without_their_comment_marks()
    {
        var path = Path.Combine(Etc, DaemonSettings.FileName);

        DaemonSettingsReader.Read(path, File.ReadAllText(path)).ShouldBe(new SettingsReading.Sound(DaemonSettings.Default));
        DaemonSettingsReader.Read(path, Uncommented(path)).ShouldBe(new SettingsReading.Sound(DaemonSettings.Default));
    }

    [Fact]
    public void The_example_policies_are_sound()
    {
        foreach (var path in Directory.EnumerateFiles(Repository.Path("policies"), "*.toml"))
            Read(path).Rules.Count.ShouldBeGreaterThan(0);
    }

    private static PolicyDocument Read(string path) => Read(path, File.ReadAllText(path));

    private static PolicyDocument Read(string path, string text)
    {
        var reading = PolicyReader.Read([new SourceFile(path, text)]);
        reading.Diagnostics.ShouldBeEmpty();
        return reading.Document.ShouldNotBeNull();
    }

    /// <summary>Examples are lines of a key and a value, or of a table, behind a comment mark; prose is not.</summary>
    private static string Uncommented(string path) => Example().Replace(File.ReadAllText(path), "$1");

    [GeneratedRegex(@"^# (\[.*|[a-z-]+ *= .*)$", RegexOptions.Multiline)]
    private static partial Regex Example();
}
