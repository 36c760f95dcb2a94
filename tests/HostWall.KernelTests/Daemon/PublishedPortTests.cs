using System.Net;
using HostWall.KernelTests.Harness;

namespace HostWall.KernelTests.Daemon;

/// <summary>Ports that Docker publishes past the host's firewall: by NAT, by docker-proxy and by plain routing.</summary>
public sealed class PublishedPortTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private const string Policy = """
        schema = 1

        [tiers.open]

        [tiers.local]

        [tiers.shut]

        [groups.v4-client]
        cidrs = ["203.0.113.10/32"]

        [tiers.narrow]

        [[rules]]
        name  = "public"
        from  = "world"
        to    = "open"
        ports = ["tcp/8080"]

        [[rules]]
        name  = "by-the-host"
        from  = "host"
        to    = ["open", "local"]
        ports = ["tcp/8080"]

        [[rules]]
        name  = "one-client"
        from  = "v4-client"
        to    = "narrow"
        ports = ["tcp/8080"]
        """;

    [Fact]
    public async Task A_published_port_is_open_to_the_world_where_the_policy_opens_the_container()
    {
        var (host, daemon) = await fixture.StartAsync(Policy);
        var open = await RunAsync(host, "open", "80:8080");
        var shut = await RunAsync(host, "shut", "81:8080");
        await daemon.SettledAsync();
        await using var openListener = await Listener.StartAsync(open.NamespacePath, 8080);
        await using var shutListener = await Listener.StartAsync(shut.NamespacePath, 8080);
        await using var tap = await PacketTap.StartAsync(shut.NamespacePath);

        foreach (var address in new[] { host.V4, host.V6 })
        {
            await AssertAsync(host.ClientNamespacePath, address, 80, ProbeResult.Open);
            (await Probe.TcpAsync(host.ClientNamespacePath, new IPEndPoint(address, 81))).ShouldNotBe(ProbeResult.Open);
        }
        tap.To(8080).ShouldBe(0);
    }

    [Fact]
    public async Task A_port_published_on_loopback_is_closed_to_a_client_that_routes_straight_to_the_container()
    {
        var (host, daemon) = await fixture.StartAsync(Policy);
        var local = await RunAsync(host, "local", "127.0.0.1:80:8080");
        await daemon.SettledAsync();
        await using var listener = await Listener.StartAsync(local.NamespacePath, 8080);
        await using var tap = await PacketTap.StartAsync(local.NamespacePath);

        (await Probe.TcpAsync(host.ClientNamespacePath, new IPEndPoint(local.V4, 8080))).ShouldBe(ProbeResult.Filtered);
        (await Probe.TcpAsync(host.ClientNamespacePath, new IPEndPoint(local.V6, 8080))).ShouldBe(ProbeResult.Filtered);
        tap.To(8080).ShouldBe(0);

        // The host itself gets there.
        await AssertAsync(host.NamespacePath, IPAddress.Loopback, 80, ProbeResult.Open);
    }

    [Fact]
    public async Task A_client_that_comes_by_IPv6_through_docker_proxy_is_the_world_and_not_the_host()
    {
        var (host, daemon) = await fixture.StartAsync(Policy);
        await host.DockerAsync("network", "create", "--subnet", "10.113.9.0/24", "v4-only");
        var shut = await RunAsync(host, "local", "80:8080", "v4-only");
        var open = await RunAsync(host, "open", "81:8080", "v4-only");
        var narrow = await RunAsync(host, "narrow", "82:8080", "v4-only");
        await daemon.SettledAsync();
        await using var shutListener = await Listener.StartAsync(shut.NamespacePath, 8080);
        await using var openListener = await Listener.StartAsync(open.NamespacePath, 8080);
        await using var narrowListener = await Listener.StartAsync(narrow.NamespacePath, 8080);
        await using var tap = await PacketTap.StartAsync(shut.NamespacePath);

        (await Probe.TcpAsync(host.ClientNamespacePath, new IPEndPoint(host.V6, 80))).ShouldBe(ProbeResult.Filtered);
        (await Probe.TcpAsync(host.ClientNamespacePath, new IPEndPoint(host.V4, 80))).ShouldBe(ProbeResult.Filtered);
        tap.To(8080).ShouldBe(0);
        await AssertAsync(host.ClientNamespacePath, host.V4, 81, ProbeResult.Open);
        await AssertAsync(host.ClientNamespacePath, host.V4, 82, ProbeResult.Open);
        (await Probe.TcpAsync(host.ClientNamespacePath, new IPEndPoint(host.V6, 82))).ShouldBe(ProbeResult.Filtered);
        narrowListener.Connections(narrow.V4).ShouldBe(0);
    }

    [Theory]
    [InlineData("open", ProbeResult.Open)]
    [InlineData("shut", ProbeResult.Filtered)]
    public async Task The_host_that_calls_its_own_published_port_is_judged_as_the_host(string tier, ProbeResult expected)
    {
        var (host, daemon) = await fixture.StartAsync(Policy);
        var called = await RunAsync(host, tier, "80:8080");
        await daemon.SettledAsync();
        await using var listener = await Listener.StartAsync(called.NamespacePath, 8080);
        await using var tap = await PacketTap.StartAsync(called.NamespacePath);

        foreach (var address in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback, host.V4, host.V6, called.V4, called.V6 })
        {
            var port = address.Equals(called.V4) || address.Equals(called.V6) ? 8080 : 80;
            if (expected == ProbeResult.Open)
                await AssertAsync(host.NamespacePath, address, port, expected);
            else
                (await Probe.TcpAsync(host.NamespacePath, new IPEndPoint(address, port))).ShouldNotBe(ProbeResult.Open, $"{address}");
        }
        (tap.To(8080) > 0).ShouldBe(expected == ProbeResult.Open);
    }

    private static Task<Container> RunAsync(DockerHost host, string tier, string publish, string network = "front") =>
        host.RunContainerAsync(ContainerSpec.OfTier($"{tier}-1", tier, network) with { Publish = [publish] });

    private static Task AssertAsync(string from, IPAddress address, int port, ProbeResult expected) =>
        Eventually.ProbesAsync(expected, () => Probe.TcpAsync(from, new IPEndPoint(address, port)));
}
