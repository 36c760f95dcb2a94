using System.Net;
using HostWall.Conntrack;
using HostWall.Core.Addressing;
using HostWall.Core.Evaluate;
using HostWall.KernelTests.Harness;
using HostWall.KernelTests.Rules;

namespace HostWall.KernelTests.Daemon;

/// <summary>Open flows end when a change takes their permission away, and only those.</summary>
public sealed class CutTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private const int Port = 8080;

    private const string Narrow = """
        schema = 1

        [tiers.web]

        [tiers.db]

        [tiers.api]

        [[rules]]
        name  = "web-to-api"
        from  = "web"
        to    = "api"
        ports = ["tcp/8080"]

        """;

    private const string Wide = Narrow + """
        [[rules]]
        name  = "web-to-db"
        from  = "web"
        to    = "db"
        ports = ["tcp/8080", "udp/8080"]

        [[rules]]
        name  = "public-db"
        from  = "world"
        to    = "db"
        ports = ["tcp/8080"]

        """;

    [Fact]
    public async Task A_change_of_policy_ends_what_it_no_longer_allows_and_nothing_else()
    {
        var (host, daemon) = await fixture.StartAsync(Wide);
        var (web, db, api) = await RunAsync(host, daemon);
        await using var dbListener = await Listener.StartAsync(db.NamespacePath, Port);
        await using var apiListener = await Listener.StartAsync(api.NamespacePath, Port);
        using var v4 = await Conversation.OpenAsync(web.NamespacePath, web.V4, db.V4, Protocol.Tcp, Port);
        using var v6 = await Conversation.OpenAsync(web.NamespacePath, web.V6, db.V6, Protocol.Tcp, Port);
        using var datagrams = await Conversation.OpenAsync(web.NamespacePath, web.V4, db.V4, Protocol.Udp, Port);
        using var published = await Conversation.OpenAsync(host.ClientNamespacePath, host.ClientV4, host.V4, Protocol.Tcp, 80);
        using var publishedV6 = await Conversation.OpenAsync(host.ClientNamespacePath, host.ClientV6, host.V6, Protocol.Tcp, 80);
        using var allowed = await Conversation.OpenAsync(web.NamespacePath, web.V4, api.V4, Protocol.Tcp, Port);
        await File.WriteAllTextAsync(daemon.PolicyPath, Narrow);

        (await daemon.RunAsync("plan", daemon.PolicyPath)).ShouldEndWith(0).Output.ShouldContain("open flows would be cut");
        (await v4.GoesOnAsync()).ShouldBeTrue("a plan changes nothing");
        var applied = (await daemon.RunAsync("apply", daemon.PolicyPath, "--json")).ShouldEndWith(0).Json;

        applied.GetProperty("cutFlows").GetInt32().ShouldBeGreaterThanOrEqualTo(5);
        foreach (var (name, conversation) in new[] { ("IPv4", v4), ("IPv6", v6), ("UDP", datagrams), ("published", published), ("published, IPv6", publishedV6) })
        {
            (await conversation.IsAnsweredAsync()).ShouldBeFalse(name);
        }

        (await allowed.GoesOnAsync()).ShouldBeTrue();
        (await daemon.RunAsync("history", "--json")).ShouldEndWith(0);
        daemon.LogMessages("no longer allowed").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_rollback_ends_what_the_old_policy_does_not_allow()
    {
        var (host, daemon) = await fixture.StartAsync(Narrow);
        await daemon.ApplyAsync(Wide);
        var (web, db, _) = await RunAsync(host, daemon);
        await using var listener = await Listener.StartAsync(db.NamespacePath, Port);
        using var conversation = await Conversation.OpenAsync(web.NamespacePath, web.V4, db.V4, Protocol.Tcp, Port);

        (await daemon.RunAsync("rollback")).ShouldEndWith(0).Output.ShouldContain("cut ");

        (await conversation.IsAnsweredAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_policy_may_let_open_flows_go_on()
    {
        var (host, daemon) = await fixture.StartAsync(Wide);
        var (web, db, _) = await RunAsync(host, daemon);
        await using var listener = await Listener.StartAsync(db.NamespacePath, Port);
        using var conversation = await Conversation.OpenAsync(web.NamespacePath, web.V4, db.V4, Protocol.Tcp, Port);

        await daemon.ApplyAsync(Narrow.Replace("schema = 1\n", "schema = 1\n\n[settings]\ncut = false\n", StringComparison.Ordinal));

        (await Probe.TcpAsync(web.NamespacePath, new IPEndPoint(db.V4, Port))).ShouldBe(ProbeResult.Filtered);
        (await conversation.GoesOnAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task What_a_rule_allowed_ends_when_the_rule_expires_on_a_host_where_nothing_else_happens()
    {
        var (host, daemon) = await fixture.StartAsync(Narrow);
        var (web, db, _) = await RunAsync(host, daemon);
        var now = TimeProvider.System.GetUtcNow();
        var expiry = now.AddSeconds(10).AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        await daemon.ApplyAsync($"{Wide.Split("[[rules]]\nname  = \"public-db\"")[0]}expires = {expiry:yyyy-MM-ddTHH:mm:ssZ}\n");
        await using var listener = await Listener.StartAsync(db.NamespacePath, Port);
        using var conversation = await Conversation.OpenAsync(web.NamespacePath, web.V4, db.V4, Protocol.Tcp, Port);

        // One answer may be late.
        (await Eventually.GetAsync(async () => await conversation.IsAnsweredAsync() || await conversation.IsAnsweredAsync(), answered => !answered, TimeSpan.FromSeconds(20))).ShouldBeFalse();

        var late = TimeProvider.System.GetUtcNow() - expiry;
        late.ShouldBeGreaterThan(TimeSpan.Zero);
        late.ShouldBeLessThan(TimeSpan.FromSeconds(4), "a second, what it takes to notice the silence twice, and a busy machine");
        (await Probe.TcpAsync(web.NamespacePath, new IPEndPoint(db.V4, Port))).ShouldBe(ProbeResult.Filtered);
    }

    [Fact]
    public async Task A_successor_at_the_address_of_a_container_inherits_none_of_its_flows()
    {
        var (host, daemon) = await fixture.StartAsync(Wide);
        var web = await host.RunContainerAsync(ContainerSpec.OfTier("web", "web", "front"));
        var db = await host.RunContainerAsync(ContainerSpec.OfTier("db", "db", "front") with { Options = ["--ip", "10.113.1.50"] });
        await daemon.SettledAsync();
        await using (await Listener.StartAsync(db.NamespacePath, Port))
        {
            using var datagrams = await Conversation.OpenAsync(web.NamespacePath, web.V4, db.V4, Protocol.Udp, Port);

            await host.RemoveContainersAsync("db");
            (await Eventually.GetAsync(() => FlowsAsync(host, db.V4), flows => flows.Count == 0)).ShouldBeEmpty();

            var successor = await host.RunContainerAsync(ContainerSpec.OfTier("successor", "api", "front") with { Options = ["--ip", "10.113.1.50"] });
            successor.V4.ShouldBe(db.V4);
            await daemon.SettledAsync();
            await using var listener = await Listener.StartAsync(successor.NamespacePath, Port);
            (await datagrams.IsAnsweredAsync()).ShouldBeFalse();
            listener.Datagrams(web.V4).ShouldBe(0);
        }
    }

    private static async Task<(Container Web, Container Db, Container Api)> RunAsync(DockerHost host, HostWallDaemon daemon)
    {
        var web = await host.RunContainerAsync(ContainerSpec.OfTier("web", "web", "front"));
        var db = await host.RunContainerAsync(ContainerSpec.OfTier("db", "db", "front") with { Publish = ["80:8080"] });
        var api = await host.RunContainerAsync(ContainerSpec.OfTier("api", "api", "front"));
        await daemon.SettledAsync();
        return (web, db, api);
    }

    private static Task<List<TrackedFlow>> FlowsAsync(DockerHost host, IPAddress address) => InNamespace.RunAsync(
        host.NamespacePath,
        () => new KernelConntrack().List().Where(flow => flow.Touches(end => $"{end}" == $"{address}")).ToList());
}
