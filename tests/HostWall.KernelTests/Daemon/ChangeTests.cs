using System.Net;
using HostWall.Control;
using HostWall.KernelTests.Harness;

namespace HostWall.KernelTests.Daemon;

/// <summary>The operator's changes: whole or not at all, and back again with the containers of today.</summary>
public sealed class ChangeTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private const int Port = 8080;

    private const string Wide = """
        schema = 1

        [tiers.web]

        [tiers.api]

        [[rules]]
        name  = "web-to-api"
        from  = "web"
        to    = "api"
        ports = ["tcp/8080"]

        [[rules]]
        name   = "no-api-to-host"
        from   = "api"
        to     = "host"
        action = "reject"
        """;

    private const string Narrow = """
        schema = 1

        [tiers.web]

        [tiers.api]
        """;

    [Fact]
    public async Task A_policy_with_errors_is_refused_with_every_line_and_changes_nothing()
    {
        var (host, daemon) = await fixture.StartAsync(Wide);
        var before = await KernelRules.OwnAsync(host);
        var path = Path.Combine(daemon.Folder, "faulty.toml");
        await File.WriteAllTextAsync(path, Wide.Replace("\"api\"", "\"apy\"", StringComparison.Ordinal) + "\nportz = 1\n");

        var refused = (await daemon.RunAsync("apply", path)).ShouldEndWith(2);

        refused.Errors.ShouldContain($"{path}:10:9: error: ");
        refused.Errors.ShouldContain("did you mean");
        refused.Errors.ShouldContain("        ^^^^^");
        refused.Errors.ShouldContain("portz");
        (await KernelRules.OwnAsync(host)).ShouldBeRules(before);
        (await daemon.RunAsync("check", path)).ShouldEndWith(2);
    }

    [Fact]
    public async Task A_policy_whose_tests_fail_is_refused_and_changes_nothing()
    {
        var (host, daemon) = await fixture.StartAsync(Wide);
        var before = await KernelRules.OwnAsync(host);
        var version = (await daemon.StatusAsync()).Version;
        var path = Path.Combine(daemon.Folder, "failing.toml");
        await File.WriteAllTextAsync(path, $"""
            {Narrow}

            [[tests]]
            name   = "the application is reached"
            from   = "web"
            to     = "api"
            port   = "tcp/8080"
            expect = "allow"
            """);

        var refused = (await daemon.RunAsync("apply", path)).ShouldEndWith(1);

        $"{refused.Output}{refused.Errors}".ShouldContain("the application is reached");
        (await KernelRules.OwnAsync(host)).ShouldBeRules(before);
        (await daemon.StatusAsync()).Version.ShouldBe(version);
        (await daemon.RunAsync("plan", path, "--json")).Json.GetProperty("testsPass").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_rollback_brings_the_old_policy_back_with_the_containers_of_today()
    {
        var (host, daemon) = await fixture.StartAsync(Wide);
        await host.RunContainerAsync(ContainerSpec.OfTier("yesterday", "api", "front"));
        await daemon.SettledAsync();
        var wide = (await daemon.StatusAsync()).Version!.Number;
        var plan = Path.Combine(daemon.Folder, "narrow.toml");
        await File.WriteAllTextAsync(plan, Narrow);

        var planned = (await daemon.RunAsync("plan", plan, "--json")).ShouldEndWith(0).Json;
        planned.GetProperty("changed").GetBoolean().ShouldBeTrue();
        planned.GetProperty("reach").EnumerateArray().ShouldContain(reach =>
            reach.GetProperty("from").GetString() == "web" && reach.GetProperty("to").GetString() == "api" && reach.GetProperty("lost").GetString() == "tcp/8080");
        (await daemon.StatusAsync()).Version!.Number.ShouldBe(wide);

        await daemon.ApplyAsync(Narrow);
        await host.RemoveContainersAsync("yesterday");
        var web = await host.RunContainerAsync(ContainerSpec.OfTier("web", "web", "front"));
        var api = await host.RunContainerAsync(ContainerSpec.OfTier("api", "api", "front"));
        await daemon.SettledAsync();
        await using var listener = await Listener.StartAsync(api.NamespacePath, Port);
        await AssertAsync(web, api, ProbeResult.Filtered);

        (await daemon.RunAsync("rollback", "-m", "back")).ShouldEndWith(0);

        await AssertAsync(web, api, ProbeResult.Open);
        (await KernelMembers.ReadAsync(host)).Members.ShouldBe(await host.LabelledAsync());
        var status = await daemon.StatusAsync();
        status.Version!.Number.ShouldBe(wide + 2);
        status.Version.From.ShouldBe($"rollback to {wide}");
        status.OnDisk.State.ShouldBe("differs");
        var history = (await daemon.RunAsync("history", "--json")).ShouldEndWith(0).Json.GetProperty("versions");
        history[0].GetProperty("why").GetString().ShouldBe("back");
        (await daemon.RunAsync("show", $"{wide + 2}", "--policy")).ShouldEndWith(0).Output.TrimEnd().ShouldEndWith(Wide);
        (await daemon.RunAsync("show", "--rules")).ShouldEndWith(0).Output.ShouldContain("web-to-api");
        (await daemon.RunAsync("diff", $"{wide}", $"{wide + 1}")).ShouldEndWith(0).Output.ShouldContain("-name  = \"web-to-api\"");
        (await daemon.RunAsync("diff", $"{wide}", $"{wide + 2}", "--json")).ShouldEndWith(0).Json.GetProperty("diff").GetString().ShouldBeEmpty();

        // A restart keeps what is in force, and not what is on the disk.
        await daemon.RestartAsync();
        (await daemon.StatusAsync()).Version!.Number.ShouldBe(wide + 2);
        await AssertAsync(web, api, ProbeResult.Open);
        (await daemon.RunAsync("history", "--verify")).ShouldEndWith(0);
    }

    [Fact]
    public async Task Disabled_nothing_is_denied_until_it_is_enabled_and_a_restart_changes_nothing_about_it()
    {
        var (host, daemon) = await fixture.StartAsync(Narrow);
        var web = await host.RunContainerAsync(ContainerSpec.OfTier("web", "web", "front"));
        var api = await host.RunContainerAsync(ContainerSpec.OfTier("api", "api", "front"));
        await daemon.SettledAsync();
        await using var listener = await Listener.StartAsync(api.NamespacePath, Port);
        await AssertAsync(web, api, ProbeResult.Filtered);

        (await daemon.RunAsync("disable", "-m", "is it the firewall?")).ShouldEndWith(0);
        await AssertAsync(web, api, ProbeResult.Open);
        (await host.RunAsync("nft", ["list", "tables"])).ShouldNotContain("hostwall");

        await daemon.StopAsync();
        await daemon.StartAsync();
        (await Eventually.GetAsync(daemon.StatusAsync, status => status.Docker.State == "connected")).Kernel.State.ShouldBe("disabled");
        (await host.RunAsync("nft", ["list", "tables"])).ShouldNotContain("hostwall");
        await AssertAsync(web, api, ProbeResult.Open);

        (await daemon.RunAsync("enable", "-m", "it was not")).ShouldEndWith(0);
        await daemon.SettledAsync();
        await AssertAsync(web, api, ProbeResult.Filtered);
        (await KernelMembers.ReadAsync(host)).Members.ShouldBe(await host.LabelledAsync());
    }

    [Fact]
    public async Task Explain_agrees_with_a_real_probe_for_every_pair()
    {
        var (host, daemon) = await fixture.StartAsync(Wide + "\n[[rules]]\nname = \"in\"\nfrom = [\"world\", \"host\"]\nto = \"web\"\nports = [\"tcp/8080\"]\n");
        var web = await host.RunContainerAsync(ContainerSpec.OfTier("web-1", "web", "front"));
        var api = await host.RunContainerAsync(ContainerSpec.OfTier("api-1", "api", "front"));
        var stray = await host.RunContainerAsync(new ContainerSpec("stray") { Networks = ["front"] });
        await daemon.SettledAsync();
        (string Name, string Path, IPAddress V4, IPAddress V6)[] parties =
        [
            ("web-1", web.NamespacePath, web.V4, web.V6),
            ("api-1", api.NamespacePath, api.V4, api.V6),
            ("stray", stray.NamespacePath, stray.V4, stray.V6),
            ("host", host.NamespacePath, host.V4, host.V6),
            ($"{host.ClientV4}", host.ClientNamespacePath, host.ClientV4, host.ClientV6),
        ];
        // Docker's own rules close what is not published, to IPv6; the answer looked for is HostWall's.
        await host.RunAsync("ip6tables", ["-I", "FORWARD", "-j", "ACCEPT"]);
        var listeners = await Task.WhenAll(parties.Select(party => Listener.StartAsync(party.Path, Port)));

        foreach (var (from, to) in parties.SelectMany(from => parties, (from, to) => (from, to)).Where(pair => pair.from != pair.to && (IsContainer(pair.from.Path) || IsContainer(pair.to.Path))))
        {
            var explained = await daemon.RunAsync("explain", from.Name, to.Name, $"tcp/{Port}", "--json");
            explained.ShouldEndWith(explained.Json.GetProperty("passes").GetBoolean() ? 0 : 1);
            foreach (var address in new[] { to.V4, to.V6 })
            {
                var expected = explained.Json.GetProperty("verdict").GetString() switch
                {
                    "allow" => ProbeResult.Open,
                    "reject" => ProbeResult.Closed,
                    _ => ProbeResult.Filtered,
                };
                var met = await Eventually.GetAsync(() => Probe.TcpAsync(from.Path, new IPEndPoint(address, Port)), result => result == expected);
                met.ShouldBe(expected, $"{from.Name} -> {to.Name} at {address}: {explained.Json.GetProperty("decidedBy")}");
            }
        }
        await Task.WhenAll(listeners.Select(listener => listener.DisposeAsync().AsTask()));

        static bool IsContainer(string path) => path.StartsWith("/proc", StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_kernel_counted_what_is_open_and_who_is_there_can_be_asked()
    {
        var (host, daemon) = await fixture.StartAsync(Wide);
        var web = await host.RunContainerAsync(ContainerSpec.OfTier("web-1", "web", "front"));
        var api = await host.RunContainerAsync(ContainerSpec.OfTier("api-1", "api", "front"));
        await daemon.SettledAsync();
        await using var listener = await Listener.StartAsync(api.NamespacePath, Port);
        await AssertAsync(web, api, ProbeResult.Open);
        (await Probe.TcpAsync(web.NamespacePath, new IPEndPoint(api.V4, Port + 1))).ShouldBe(ProbeResult.Filtered);

        var counters = (await daemon.RunAsync("counters", "--json")).ShouldEndWith(0).Json.GetProperty("counters").EnumerateArray().ToList();
        counters.Single(counter => counter.GetProperty("name").GetString() == "web-to-api").GetProperty("packets").GetInt64().ShouldBeGreaterThanOrEqualTo(2);
        (await daemon.CountersAsync()).Where(counter => counter.Kind is "ingressDefault" or "egressDefault").Sum(counter => counter.Packets).ShouldBeGreaterThan(0);

        (await daemon.GetAsync("/v1/matrix", ControlJson.Shapes.MatrixReport)).Cells.Single(cell => cell is { From: "web", To: "api" }).Open.ShouldBe("tcp/8080");
        (await daemon.RunAsync("matrix")).ShouldEndWith(0).Output.ShouldContain("8080");
        (await daemon.RunAsync("endpoints")).ShouldEndWith(0).Output.ShouldContain($"{api.V4}");
        (await daemon.RunAsync("test")).ShouldEndWith(0);
        (await daemon.RunAsync("completion", "bash")).ShouldEndWith(0).Output.ShouldContain("complete");
        (await daemon.CompleteAsync("explain ")).ShouldContain("web-1");
        (await daemon.CompleteAsync("rollback ")).ShouldContain("1");
    }

    private static async Task AssertAsync(Container from, Container to, ProbeResult expected)
    {
        await Eventually.ProbesAsync(expected, () => Probe.TcpAsync(from.NamespacePath, new IPEndPoint(to.V4, Port)));
        await Eventually.ProbesAsync(expected, () => Probe.TcpAsync(from.NamespacePath, new IPEndPoint(to.V6, Port)));
    }
}
