using System.Text.RegularExpressions;
using HostWall.Commands;

namespace HostWall.Tests.Documentation;

/// <summary>What is written of the command line, held against what the program says of itself.</summary>
public sealed partial class CommandsTests
{
    [Fact]
    public async Task The_manual_page_has_every_command()
    {
        var page = Page.OfManual("hostwall.8");
        foreach (var command in await CommandsAsync())
        {
            Regex.IsMatch(page.Text, $@"^\.(B|BR|BI) ""?{command}\b", RegexOptions.Multiline).ShouldBeTrue($"{page.Name} has no paragraph on {command}");
        }
    }

    [Fact]
    public async Task The_manual_page_has_every_option()
    {
        var page = Page.OfManual("hostwall.8");
        foreach (var command in await CommandsAsync())
        {
            foreach (Match option in Option().Matches(await HelpAsync(command)))
            {
                page.Text.ShouldContain(option.Value, customMessage: $"{page.Name} does not know {option.Value} of {command}");
            }
        }
    }

    [Fact]
    public async Task Every_command_that_is_written_of_is_one()
    {
        var commands = await CommandsAsync();
        foreach (var page in (Page[])[Page.ReadMe, Page.HowItIsBuilt, Page.OfManual("hostwall.8"), Page.OfManual("hostwall-policy.5"), Page.OfManual("hostwall.toml.5")])
        {
            foreach (Match written in Command().Matches(page.Text))
            {
                commands.ShouldContain(written.Groups["command"].Value, page.Name);
            }
        }
    }

    private static async Task<IReadOnlyList<string>> CommandsAsync()
    {
        var help = await HelpAsync();
        var commands = Listed().Matches(help[help.IndexOf("Commands:", StringComparison.Ordinal)..]).Select(line => line.Groups["command"].Value).ToList();
        commands.Count.ShouldBeGreaterThan(10);
        return commands;
    }

    private static async Task<string> HelpAsync(params string[] command)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        (await CommandLine.RunAsync([.. command, "--help"], (_, _) => throw new InvalidOperationException("no daemon was asked for"), output, error)).ShouldBe(0, error.ToString());
        return output.ToString();
    }

    [GeneratedRegex("^  (?<command>[a-z]+) ", RegexOptions.Multiline)]
    private static partial Regex Listed();

    [GeneratedRegex("--[a-z]+(-[a-z]+)*")]
    private static partial Regex Option();

    [GeneratedRegex(@"(?<![\w-])hostwall (?<command>[a-z]+)\b")]
    private static partial Regex Command();
}
