using System.Net;
using HostWall.KernelTests.Harness;

namespace HostWall.KernelTests.Daemon;

/// <summary>Two containers on one bridge, where packets meet no router: the bridge has to hand them to the rules.</summary>
public sealed class OneBridgeTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private const int Port = 8080;

    private const string Policy = """
        schema = 1

        [tiers.web]

        [tiers.api]

        [[rules]]
        name  = "web-to-api"
        from  = "web"
        to    = "api"
        ports = ["tcp/8080", "udp/8080", "icmp"]

        [[rules]]
        name = "gateway"
        from = "web"
        to   = "host"
        """;

    [Theory]
    [InlineData("1")]
    [InlineData("0")]
    public async Task Containers_on_one_bridge_are_apart_whatever_the_hosts_br_netfilter_switches_say(string callIptables)
    {
        var (host, daemon) = await fixture.StartAsync(Policy);
        await SetAsync(host, callIptables);
        var web = await host.RunContainerAsync(ContainerSpec.OfTier("web", "web", "front"));
        var api = await host.RunContainerAsync(ContainerSpec.OfTier("api", "api", "front"));
        await daemon.SettledAsync();
        // Docker switches it on itself whenever it makes a network.
        await SetAsync(host, callIptables);

        await AssertApartAsync(host, web, api);
    }

    [Fact]
    public async Task A_bridge_made_while_the_switches_are_off_is_filtered_too()
    {
        var (host, daemon) = await fixture.StartAsync(Policy);
        await host.CreateNetworkAsync("later", 3);
        await SetAsync(host, "0");
        await host.RemoveNetworkAsync("later");
        await host.CreateNetworkAsync("later", 4);
        await SetAsync(host, "0");
        var web = await host.RunContainerAsync(ContainerSpec.OfTier("web", "web", "later"));
        var api = await host.RunContainerAsync(ContainerSpec.OfTier("api", "api", "later"));
        await daemon.SettledAsync();

        await AssertApartAsync(host, web, api);
    }

    private static async Task AssertApartAsync(DockerHost host, Container web, Container api)
    {
        await using var webListener = await Listener.StartAsync(web.NamespacePath, Port);
        await using var apiListener = await Listener.StartAsync(api.NamespacePath, Port);
        await using var hostListener = await Listener.StartAsync(host.NamespacePath, Port);
        await using var tap = await PacketTap.StartAsync(web.NamespacePath);
        foreach (var (to, back, gateway) in new[] { (api.V4, web.V4, Gateway(web.V4)), (api.V6, web.V6, Gateway(web.V6)) })
        {
            await Eventually.ProbesAsync(ProbeResult.Open, () => Probe.TcpAsync(web.NamespacePath, new IPEndPoint(to, Port)));
            await Eventually.ProbesAsync(ProbeResult.Open, () => Probe.UdpAsync(web.NamespacePath, new IPEndPoint(to, Port)));
            await Eventually.ProbesAsync(ProbeResult.Open, () => Probe.EchoAsync(web.NamespacePath, to));
            await Eventually.ProbesAsync(ProbeResult.Open, () => Probe.TcpAsync(web.NamespacePath, new IPEndPoint(gateway, Port)));
            (await Probe.TcpAsync(web.NamespacePath, new IPEndPoint(to, Port + 1))).ShouldBe(ProbeResult.Filtered);
            (await Probe.TcpAsync(api.NamespacePath, new IPEndPoint(back, Port))).ShouldBe(ProbeResult.Filtered);
            (await Probe.UdpAsync(api.NamespacePath, new IPEndPoint(back, Port))).ShouldBe(ProbeResult.Filtered);
            (await Probe.EchoAsync(api.NamespacePath, back)).ShouldBe(ProbeResult.Filtered);
        }
        (tap.To(Port, api.V4), tap.To(Port, api.V6)).ShouldBe((0, 0));

        // Neighbours are still found, by ARP and by neighbour discovery: an entry with a link address on the denied side.
        (await Tool.RunAsync("nsenter", [$"--net={api.NamespacePath}", "ip", "neigh", "show", web.V4.ToString()])).ShouldContain("lladdr");
        (await Tool.RunAsync("nsenter", [$"--net={api.NamespacePath}", "ip", "neigh", "show", web.V6.ToString()])).ShouldContain("lladdr");
    }

    /// <summary>The first address of the container's network.</summary>
    private static IPAddress Gateway(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        var host = bytes.Length == 4 ? 3 : 8;
        bytes.AsSpan(host).Clear();
        bytes[^1] = 1;
        return new IPAddress(bytes);
    }

    private static async Task SetAsync(DockerHost host, string value) => await host.RunAsync(
        "sh", ["-c", "echo $0 >/proc/sys/net/bridge/bridge-nf-call-iptables; echo $0 >/proc/sys/net/bridge/bridge-nf-call-ip6tables", value]);
}
