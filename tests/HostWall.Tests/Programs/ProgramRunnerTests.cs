using HostWall.Programs;

namespace HostWall.Tests.Programs;

public sealed class ProgramRunnerTests
{
    private static readonly ProgramRunner Runner = new ProgramRunner(TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Arguments_reach_the_tool_as_they_are()
    {
        var result = await Runner.RunAsync(ProgramCall.Of("printf", "%s|%s", "a b\n\"'", "$(id) `id`"), Stop);

        result.ShouldBe(new ProgramResult(0, "a b\n\"'|$(id) `id`", ""));
    }

    [Fact]
    public async Task A_script_is_read_from_standard_input()
    {
        var result = await Runner.RunAsync(ProgramCall.Of("cat") with { Input = "add table ä" }, Stop);

        result.Output.ShouldBe("add table ä");
    }

    [Fact]
    public async Task A_tool_that_does_not_read_its_input_is_no_failure()
    {
        var result = await Runner.RunAsync(ProgramCall.Of("true") with { Input = new string('x', 1_000_000) }, Stop);

        result.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Messages_come_in_the_C_locale()
    {
        var result = await Runner.RunAsync(ProgramCall.Of("printenv", "LC_ALL"), Stop);

        result.Output.ShouldBe("C\n");
    }

    [Fact]
    public async Task A_failure_carries_the_tool_its_exit_code_and_what_it_said()
    {
        var failure = await Should.ThrowAsync<ToolFailedException>(() => Runner.RunAsync(ProgramCall.Of("sh", "-c", "echo no >&2; exit 3"), Stop));

        failure.Message.ShouldBe("sh failed with exit code 3: no");
        (failure.Tool, failure.ExitCode, failure.Error).ShouldBe(("sh", 3, "no"));
    }

    [Fact]
    public async Task A_long_message_is_cut_for_the_log()
    {
        var failure = await Should.ThrowAsync<ToolFailedException>(
            () => Runner.RunAsync(ProgramCall.Of("sh", "-c", "head -c 1000000 /dev/zero | tr '\\0' x >&2; exit 1"), Stop));

        failure.Message.Length.ShouldBeLessThan(2100);
    }

    [Fact]
    public async Task Output_over_the_limit_is_thrown_away()
    {
        var result = await Runner.RunAsync(ProgramCall.Of("head", "-c", "1000000", "/dev/zero") with { OutputLimit = 10_000 }, Stop);

        result.Output.Length.ShouldBe(10_000);
    }

    [Fact]
    public async Task A_tool_that_hangs_is_killed_with_its_children()
    {
        var childFile = Path.GetTempFileName();
        var call = ProgramCall.Of("sh", "-c", "sleep 600 & echo $! > \"$0\"; wait", childFile) with { Limit = TimeSpan.FromMilliseconds(300) };

        var failure = await Should.ThrowAsync<ToolTimedOutException>(() => Runner.RunAsync(call, Stop));

        failure.Message.ShouldBe("sh did not end within 0.3 s and was killed");
        var child = (await File.ReadAllTextAsync(childFile, Stop)).Trim();
        File.Delete(childFile);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (IsAlive(child))
        {
            // The kernel ends a killed process when it gets to it.
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static bool IsAlive(string process)
        => File.Exists($"/proc/{process}/stat") && !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);

    [Fact]
    public async Task A_missing_tool_is_named_with_the_remedy()
    {
        var failure = await Should.ThrowAsync<ToolMissingException>(() => Runner.RunAsync(ProgramCall.Of("no-such-tool"), Stop));

        failure.Message.ShouldBe("no-such-tool is not installed");
        new ToolMissingException("nft", "is not installed").Message.ShouldBe("nft is not installed; install it with: apt-get install nftables");
    }

    [Fact]
    public async Task Lines_come_while_the_tool_runs_and_leaving_the_loop_kills_it()
    {
        var process = 0;
        await foreach (var line in Runner.LinesAsync(ProgramCall.Of("sh", "-c", "echo $$; exec sleep 600"), Stop))
        {
            process = int.Parse(line, System.Globalization.CultureInfo.InvariantCulture);
            break;
        }

        process.ShouldBeGreaterThan(0);
        Directory.Exists($"/proc/{process}").ShouldBeFalse();
    }

    [Fact]
    public async Task A_tool_that_should_run_on_but_fails_says_why()
    {
        var lines = new List<string>();
        var failure = await Should.ThrowAsync<ToolFailedException>(async () =>
        {
            await foreach (var line in Runner.LinesAsync(ProgramCall.Of("sh", "-c", "echo one; echo two; echo bad >&2; exit 2"), Stop))
            {
                lines.Add(line);
            }
        });

        lines.ShouldBe(["one", "two"]);
        failure.Message.ShouldBe("sh failed with exit code 2: bad");
    }
}
