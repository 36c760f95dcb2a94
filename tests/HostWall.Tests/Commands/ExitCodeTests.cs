using System.Text.Json;
using HostWall.Tests.Control;
using HostWall.Tests.Versions;

namespace HostWall.Tests.Commands;

public sealed class ExitCodeTests
{
    private const string Faulty = "schema = 1\n[tiers.web]\n[[rules]]\nname = \"r\"\nfrom = \"wbe\"\nto = \"web\"\nprots = [\"tcp/80\"]\n";

    private static readonly string[][] Asking =
    [
        ["status"], ["history"], ["show"], ["diff"], ["endpoints"], ["matrix"], ["counters"], ["test"], ["rollback"], ["disable"], ["enable"], ["explain", "a", "b", "tcp/1"],
    ];

    [Fact]
    public async Task Without_a_daemon_every_question_ends_with_3_and_the_remedy()
    {
        foreach (var arguments in Asking)
        {
            var run = await Run.OfAsync([.. arguments, "--socket", "/nonexistent/hostwall.sock"]);
            run.Exit.ShouldBe(3, arguments[0]);
            run.Output.ShouldBeEmpty();
            run.Error.ShouldBe("hostwall: the daemon cannot be reached on /nonexistent/hostwall.sock: there is no such socket; see `systemctl status hostwall`\n");
        }
    }

    [Fact]
    public async Task With_json_a_refusal_is_one_document_too()
    {
        var run = await Run.OfAsync("status", "--json", "--socket", "/nonexistent/hostwall.sock");
        using var document = JsonDocument.Parse(run.Output);
        document.RootElement.GetProperty("kind").GetString().ShouldBe("unreachable");
    }

    [Fact]
    public async Task With_json_every_answer_is_one_document_and_nothing_else()
    {
        await using var host = await ControlHost.StartAsync();
        await host.ApplyAsync(Inventories.Policy);
        await host.ApplyAsync(Inventories.Tighter);
        var file = host.Folder["candidate.toml"];
        foreach (var arguments in Asking.Append(["plan", file]).Append(["apply", file]).Append(["check", file]).Append(["test", file]).Append(["history", "--verify"]))
        {
            var run = await host.RunAsync([.. arguments, "--json"]);
            using var document = JsonDocument.Parse(run.Output);
            document.RootElement.ValueKind.ShouldBe(JsonValueKind.Object, arguments[0]);
        }
    }

    [Theory]
    [InlineData("foo")]
    [InlineData("")]
    [InlineData("show one")]
    [InlineData("show 0")]
    [InlineData("show --policy --rules")]
    [InlineData("explain web")]
    [InlineData("apply --confirm-within 2m")]
    [InlineData("test --alive")]
    [InlineData("graph")]
    [InlineData("daemon --docker foo")]
    [InlineData("daemon --docker tcp://127.0.0.1:2375")]
    [InlineData("daemon --docker unix://docker.sock")]
    [InlineData("completion powershell")]
    [InlineData("history @/etc/passwd")]
    public async Task Wrong_arguments_end_with_2_and_a_message(string line)
    {
        var run = await Run.OfAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        run.Exit.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldStartWith("hostwall: ");
        run.Error.ShouldContain("--help`");
    }

    [Fact]
    public async Task A_policy_with_errors_ends_with_2_and_shows_the_lines_of_the_file()
    {
        await using var host = await ControlHost.StartAsync();
        var file = host.Folder.Write("faulty.toml", Faulty);
        foreach (var verb in new[] { "check", "plan", "apply", "test" })
        {
            var run = await host.RunAsync(verb, file);
            run.Exit.ShouldBe(2, verb);
            run.Output.ShouldBeEmpty();
            run.Error.ShouldContain($"{file}:5:8: error: unknown tier \"wbe\"; did you mean \"web\"?\n    from = \"wbe\"\n           ^^^^^\n");
            run.Error.ShouldContain($"{file}:7:1: error: ");
        }

        host.Runtime.Current.InForce.ShouldBeNull();
    }

    [Fact]
    public async Task Failing_tests_end_with_1_and_change_nothing()
    {
        await using var host = await ControlHost.StartAsync();
        var file = host.Folder.Write("failing.toml", Inventories.Policy.Replace("\"deny\"", "\"allow\"", StringComparison.Ordinal));
        foreach (var verb in new[] { "check", "plan", "apply", "test" })
        {
            (await host.RunAsync(verb, file)).Exit.ShouldBe(1, verb);
        }

        (await host.RunAsync("apply", file)).Error.ShouldContain("test failed: the database is closed to the world: world -> db tcp/5432 expected allow, is deny by ingress default of tier db");
        host.Runtime.Current.InForce.ShouldBeNull();
    }

    [Fact]
    public async Task A_broken_invariant_ends_with_1_shows_a_flow_and_changes_nothing()
    {
        const string flow = "container of tier web -> container of tier db tcp/5432, allowed by rule web-to-db (";
        await using var host = await ControlHost.StartAsync();
        var file = host.Folder.Write("broken.toml", Inventories.Policy + "[[invariants]]\nname = \"nobody reaches the database\"\nforbid = { from = \"any\", to = \"db\" }\n");
        foreach (var verb in new[] { "check", "plan", "apply", "test" })
        {
            var run = await host.RunAsync(verb, file);
            run.Exit.ShouldBe(1, verb);
            (run.Output + run.Error).ShouldContain($"nobody reaches the database: {flow}", customMessage: verb);
            (await host.RunAsync(verb, file, "--json")).Output.ShouldContain($"\"broken\": \"{flow}");
        }

        host.Runtime.Current.InForce.ShouldBeNull();
    }

    [Fact]
    public async Task What_the_kernel_refuses_ends_with_4()
    {
        await using var host = await ControlHost.StartAsync();
        host.Runtime.KernelRefuses = "nft: out of memory";
        var run = await host.RunAsync("apply", host.Folder.Write("policy.toml", Inventories.Policy));
        run.ShouldBe(new Run(4, "", "hostwall: nft: out of memory\n"));
    }

    [Fact]
    public async Task A_missing_version_container_or_policy_ends_with_2()
    {
        await using var host = await ControlHost.StartAsync();
        (await host.RunAsync("matrix")).ShouldBe(new Run(2, "", "hostwall: no policy is in force yet; apply one first\n"));
        (await host.RunAsync("plan")).Error.ShouldContain("does not exist");
        await host.ApplyAsync(Inventories.Policy);
        (await host.RunAsync("show", "7")).ShouldBe(new Run(2, "", "hostwall: there is no version 7; see hostwall history\n"));
        (await host.RunAsync("diff")).ShouldBe(new Run(2, "", "hostwall: there is no version before the first\n"));
        (await host.RunAsync("explain", "web-11", "db", "tcp/1")).Error.ShouldContain("did you mean");
    }

    [Fact]
    public async Task Apply_of_what_is_in_force_changes_nothing_and_says_so()
    {
        await using var host = await ControlHost.StartAsync();
        await host.ApplyAsync(Inventories.Policy);
        (await host.ApplyAsync(Inventories.Policy)).Output.ShouldBe("unchanged: version 1 is in force; nothing to change\n");
    }

    [Fact]
    public async Task Disable_and_enable_record_who_and_why()
    {
        await using var host = await ControlHost.StartAsync();
        (await host.RunAsync("disable", "-m", "incident")).ShouldBe(new Run(0, "every rule is out of the kernel\n", ""));
        (await host.RunAsync("status")).Output.ShouldContain("WARNING: HostWall is disabled, no rule is in the kernel");
        (await host.RunAsync("enable")).Exit.ShouldBe(0);
        host.Runtime.Requests[0].Why.ShouldBe("incident");
        host.Runtime.Requests[0].Caller.Pid.ShouldBe(Environment.ProcessId);
    }

    [Fact]
    public async Task Check_needs_no_daemon_and_reads_a_whole_folder()
    {
        using var folder = new TemporaryFolder();
        folder.Write("policy.toml", Inventories.Policy);
        folder.Write("policy.d/10-more.toml", "[[rules]]\nname = \"more\"\nfrom = \"db\"\nto = \"nobody\"\n");
        var run = await Run.OfAsync("check", "--config", folder.Path);
        run.Exit.ShouldBe(2);
        run.Error.ShouldContain($"{folder["policy.d/10-more.toml"]}:4:6: error: unknown tier or group \"nobody\"");
    }
}
