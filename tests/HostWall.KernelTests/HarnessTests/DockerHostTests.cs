using System.Net;
using HostWall.KernelTests.Harness;

namespace HostWall.KernelTests.HarnessTests;

[Collection(SharedDockerHost.Name)]
public sealed class DockerHostTests(DockerHostFixture fixture)
{
    [Fact]
    public async Task The_outside_client_reaches_a_published_port_over_both_families()
    {
        var host = await fixture.HostAsync();
        await host.CreateNetworkAsync("front", 1);
        await host.RunContainerAsync(ContainerSpec.OfTier("web", "web", "front") with { Publish = ["8080:80"], Command = ["httpd", "-f", "-p", "80"] });

        foreach (var address in new[] { host.V4, host.V6 })
            await Eventually.ProbesAsync(ProbeResult.Open, () => Probe.TcpAsync(host.ClientNamespacePath, new IPEndPoint(address, 8080)));

        await host.RemoveEverythingAsync();
    }

    [Fact]
    public async Task Containers_of_one_network_reach_each_other_and_of_two_networks_do_not()
    {
        var host = await fixture.HostAsync();
        await host.CreateNetworkAsync("front", 1);
        await host.CreateNetworkAsync("back", 2);
        var web = await host.RunContainerAsync(new ContainerSpec("web") { Networks = ["front"] });
        var api = await host.RunContainerAsync(new ContainerSpec("api") { Networks = ["front", "back"] });
        var db = await host.RunContainerAsync(new ContainerSpec("db") { Networks = ["back"] });
        await using var listener = await Listener.StartAsync(db.NamespacePath, 5432);

        foreach (var address in new[] { db.V4, db.V6 })
        {
            await Eventually.ProbesAsync(ProbeResult.Open, () => Probe.UdpAsync(api.NamespacePath, new IPEndPoint(address, 5432)));
            (await Probe.TcpAsync(web.NamespacePath, new IPEndPoint(address, 5432))).ShouldBe(ProbeResult.Filtered);
        }
        api.Networks.Keys.ShouldBe(["front", "back"], ignoreOrder: true);
        (await host.RunAsync("ip", ["-br", "link", "show", await host.BridgeAsync("back")])).ShouldContain("UP");

        await host.RemoveEverythingAsync();
    }
}
