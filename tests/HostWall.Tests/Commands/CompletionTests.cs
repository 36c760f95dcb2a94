using System.Diagnostics;
using HostWall.Tests.Control;

namespace HostWall.Tests.Commands;

public sealed class CompletionTests
{
    [Fact]
    public async Task Containers_tiers_and_built_in_names_are_offered()
    {
        await using var host = await ControlHost.StartAsync(Inventories.Host("$(reboot)", "-rf"));
        await host.ApplyAsync(Inventories.Policy);
        var offered = await OfferedAsync($"hostwall --socket {host.Socket} explain ");
        foreach (var name in new[] { "web-1", "db-1", "web", "db", "unlabelled", "host", "world" })
        {
            offered.ShouldContain(name);
        }

        offered.ShouldNotContain("$(reboot)");
        offered.ShouldNotContain("-rf");
    }

    [Fact]
    public async Task Versions_are_offered()
    {
        await using var host = await ControlHost.StartAsync();
        await host.ApplyAsync(Inventories.Policy);
        await host.ApplyAsync(Inventories.Tighter);
        (await OfferedAsync($"hostwall --socket {host.Socket} show ")).Where(word => char.IsAsciiDigit(word[0])).ShouldBe(["2", "1"], ignoreOrder: true);
    }

    [Fact]
    public async Task Without_a_daemon_completion_is_quick_and_silent()
    {
        var clock = Stopwatch.StartNew();
        var run = await SuggestAsync("hostwall --socket /nonexistent explain ");
        run.Exit.ShouldBe(0);
        run.Error.ShouldBeEmpty();
        run.Output.Split('\n').ShouldContain("world");
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task Each_shell_has_a_script_that_asks_the_program(string shell)
    {
        var run = await Run.OfAsync("completion", shell);
        run.Exit.ShouldBe(0);
        run.Output.ShouldContain("[suggest:");
    }

    private static async Task<string[]> OfferedAsync(string line) => (await SuggestAsync(line)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static Task<Run> SuggestAsync(string line) => Run.OfAsync($"[suggest:{line.Length}]", line);
}
