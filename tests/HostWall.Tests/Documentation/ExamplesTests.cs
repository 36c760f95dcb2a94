using System.Text.RegularExpressions;
using System.Xml.Linq;
using HostWall.Core.Evaluate;
using HostWall.Core.Policy;
using HostWall.Core.Text;
using HostWall.Daemon;

namespace HostWall.Tests.Documentation;

/// <summary>What people are to copy works.</summary>
public sealed partial class ExamplesTests
{
    [Fact]
    public void The_first_policy_of_the_README_is_sound_with_and_without_the_rule_that_is_added_to_it()
    {
        var blocks = Page.ReadMe.Blocks("toml").ToList();

        blocks.Count.ShouldBe(2);
        ShouldBeSound(blocks[0]);
        ShouldBeSound(string.Concat(blocks));
    }

    [Fact]
    public void The_example_of_the_manual_page_on_the_policy_is_sound() => ShouldBeSound(ExampleOf(Page.OfManual("hostwall-policy.5")));

    [Fact]
    public void The_example_of_the_manual_page_on_the_settings_is_sound()
        => DaemonSettingsReader.Read("hostwall.toml", ExampleOf(Page.OfManual("hostwall.toml.5"))).ShouldBeOfType<SettingsReading.Sound>();

    [Fact]
    public void The_README_installs_the_version_that_is_built()
    {
        var version = XDocument.Load(Repository.Path("Directory.Build.props")).Descendants("Version").Single().Value;

        Package().Matches(Page.ReadMe.Text).ShouldAllBe(package => package.Groups["version"].Value == version);
    }

    private static void ShouldBeSound(string policy)
    {
        var reading = PolicyReader.Read([new SourceFile("policy.toml", policy)]);
        reading.Diagnostics.ShouldBeEmpty();
        PolicyTester.Run(reading.Document!, DateTimeOffset.UnixEpoch).ShouldAllBe(test => test.Passed); // without a diagnostic there is a document
    }

    private static string ExampleOf(Page manual)
    {
        var example = Example().Match(manual.Text);
        example.Success.ShouldBeTrue($"{manual.Name} has no example");
        return example.Groups["text"].Value;
    }

    [GeneratedRegex(@"^\.SH EXAMPLE\n\.nf\n\.RS\n(?<text>.*?)^\.RE", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"hostwall_(?<version>[\d.]+)_amd64\.deb")]
    private static partial Regex Package();
}
