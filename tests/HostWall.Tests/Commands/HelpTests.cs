using HostWall.Tests.Control;

namespace HostWall.Tests.Commands;

public sealed class HelpTests
{
    private static readonly string[] Verbs =
    [
        "daemon", "status", "check", "plan", "apply", "rollback", "history", "show", "diff", "endpoints", "explain", "test", "matrix", "counters", "disable", "enable", "completion",
    ];

    [Fact]
    public async Task Every_command_has_help_with_an_example()
    {
        foreach (var verb in Verbs)
        {
            var run = await Run.OfAsync(verb, "--help");
            run.Exit.ShouldBe(0, verb);
            run.Output.ShouldContain("Example");
            run.Output.ShouldContain($"  hostwall {verb}");
        }
    }

    [Fact]
    public async Task The_help_of_the_program_lists_every_command()
    {
        var run = await Run.OfAsync("--help");
        run.Exit.ShouldBe(0);
        foreach (var verb in Verbs)
        {
            run.Output.ShouldContain($"\n  {verb} ");
        }
    }

    [Fact]
    public async Task The_version_is_that_of_the_build() => (await Run.OfAsync("--version")).Output.ShouldMatch(@"^\d+\.\d+\.\d+\n$");
}
