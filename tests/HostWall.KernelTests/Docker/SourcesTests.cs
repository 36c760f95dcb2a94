using HostWall.Core.Addressing;
using HostWall.Core.Inventory;
using HostWall.KernelTests.Harness;
using Container = HostWall.Core.Inventory.Container;

namespace HostWall.KernelTests.Docker;

[Collection(SharedDockerHost.Name)]
public sealed class SourcesTests(DockerHostFixture fixture)
{
    [Fact]
    public async Task A_container_is_seen_with_its_labels_addresses_and_ports_from_run_to_removal()
    {
        var host = await fixture.HostAsync();
        await using var followed = new FollowedHost(host);
        await host.CreateNetworkAsync("lifenet", 20);

        await host.RunContainerAsync(ContainerSpec.OfTier("life", "web", "lifenet") with { Publish = ["8081:80", "127.0.0.1:5353:53/udp"] });
        var web = await followed.UntilContainerAsync("life", container => Addresses(container) == 2 && !container.Published.IsEmpty);

        web.FindLabel("hostwall.tier").ShouldBe(new Label("hostwall.tier", "web", FromImage: false));
        web.Image.ShouldBe("hostwall/busybox:latest");
        var inspected = await host.InspectAsync("life");
        web.Id.ShouldBe(inspected.Id);
        web.Endpoints[0].NetworkName.ShouldBe("lifenet");
        web.Endpoints[0].Bridge.ShouldBe((await host.BridgeAsync("lifenet")).Trim());
        web.Endpoints[0].Addresses.Select(address => address.ToString()).ShouldBe([$"{inspected.Networks["lifenet"].V4}", $"{inspected.Networks["lifenet"].V6}"]);
        web.Published.ShouldContain(port => port.HostPort == 8081 && port.ContainerPort == 80 && port.Family == Family.IPv4 && port.HostAddress == null);
        web.Published.ShouldContain(port => port.HostPort == 8081 && port.Family == Family.IPv6);
        web.Published.ShouldContain(port => port.Protocol == Protocol.Udp && port.HostAddress.ToString() == "127.0.0.1");

        await host.StopContainerAsync("life");
        await followed.UntilAsync(snapshot => snapshot.Containers.All(container => container.Name != "life"));

        await host.StartContainerAsync("life");
        await followed.UntilContainerAsync("life", container => Addresses(container) == 2 && container.Published.Count == web.Published.Count);

        await host.RenameContainerAsync("life", "second-life");
        await followed.UntilContainerAsync("second-life", container => container.Id == inspected.Id);

        await host.RemoveContainersAsync("second-life");
        await host.RemoveNetworkAsync("lifenet");
        await followed.UntilAsync(snapshot => snapshot.Containers.All(container => container.Id != inspected.Id) && snapshot.Networks.All(network => network.Name != "lifenet"));
    }

    [Fact]
    public async Task A_restarted_container_is_gone_and_back()
    {
        var host = await fixture.HostAsync();
        await using var followed = new FollowedHost(host);
        await host.RunContainerAsync(ContainerSpec.OfTier("again", "web"));
        await followed.UntilContainerAsync("again", container => Addresses(container) > 0);
        var before = followed.All.Count;

        await host.RestartContainerAsync("again");

        await followed.UntilContainerAsync("again", container => Addresses(container) > 0 && followed.All.Skip(before).Any(published => published.Snapshot.Containers.All(other => other.Name != "again")));
        await host.RemoveContainersAsync("again");
    }

    [Fact]
    public async Task A_running_container_that_is_connected_and_disconnected_has_an_address_there_meanwhile()
    {
        var host = await fixture.HostAsync();
        await using var followed = new FollowedHost(host);
        await host.CreateNetworkAsync("visited", 21);
        await host.RunContainerAsync(ContainerSpec.OfTier("visitor", "web"));
        await followed.UntilContainerAsync("visitor", container => container.Endpoints.Count == 1);

        await host.ConnectAsync("visited", "visitor");
        var there = await followed.UntilContainerAsync("visitor", container => container.Endpoints.Count == 2);
        there.Endpoints.Single(endpoint => endpoint.NetworkName == "visited").Addresses.Count.ShouldBe(2);

        await host.DisconnectAsync("visited", "visitor");
        await followed.UntilContainerAsync("visitor", container => container.Endpoints.Count == 1);
        await host.RemoveContainersAsync("visitor");
        await host.RemoveNetworkAsync("visited");
    }

    [Fact]
    public async Task Labels_of_the_image_are_told_from_the_operators()
    {
        var host = await fixture.HostAsync();
        await using var followed = new FollowedHost(host);
        await host.DockerAsync("create", "--name", "seed", "hostwall/busybox:latest");
        await host.DockerAsync("commit", "--change", "LABEL hostwall.tier=db", "--change", "LABEL owner=image", "seed", "hostwall/labelled:latest");

        await host.RunContainerAsync(new ContainerSpec("given") { Image = "hostwall/labelled:latest", Labels = new Dictionary<string, string> { ["owner"] = "operator" } });
        var given = await followed.UntilContainerAsync("given", container => Addresses(container) > 0);

        given.FindLabel("hostwall.tier").ShouldBe(new Label("hostwall.tier", "db", FromImage: true));
        given.FindLabel("owner").ShouldBe(new Label("owner", "operator", FromImage: false));
        await host.RemoveContainersAsync("seed", "given");
        await host.DockerAsync("image", "rm", "hostwall/labelled:latest");
    }

    [Fact]
    public async Task A_container_keeps_the_image_it_was_made_from_when_the_tag_moves_on()
    {
        var host = await fixture.HostAsync();
        await host.DockerAsync("tag", "hostwall/busybox:latest", "hostwall/moving:1");
        await host.RunContainerAsync(new ContainerSpec("old") { Image = "hostwall/moving:1" });
        await host.DockerAsync("commit", "old", "hostwall/moving:1");
        await using var followed = new FollowedHost(host);

        (await followed.UntilContainerAsync("old", container => Addresses(container) > 0)).Image.ShouldBe("hostwall/moving:1");
        await host.RemoveContainersAsync("old");
        await host.DockerAsync("image", "rm", "hostwall/moving:1");
    }

    [Fact]
    public async Task Names_and_labels_of_strangers_are_carried_as_they_are()
    {
        var host = await fixture.HostAsync();
        await using var followed = new FollowedHost(host);
        var name = new string('n', 200);
        var hostile = "a\"b'c\n$(reboot) { drop } \u2028 ";
        await host.RunContainerAsync(new ContainerSpec(name)
        {
            Labels = new Dictionary<string, string> { ["hostwall.tier"] = hostile, ["long"] = new string('x', 10_000) },
        });

        var seen = await followed.UntilContainerAsync(name, container => Addresses(container) > 0);
        seen.FindLabel("hostwall.tier")?.Value.ShouldBe(hostile);
        seen.FindLabel("long")?.Value.Length.ShouldBe(10_000);
        await host.RemoveContainersAsync(name);
    }

    [Fact]
    public async Task Docker_bridges_are_filtered_and_foreign_ones_left_alone()
    {
        var host = await fixture.HostAsync();
        // Other tests find the namespace with the switch on, as this kernel makes it.
        await host.RunAsync("sh", ["-c", "echo 0 > /proc/sys/net/bridge/bridge-nf-call-iptables; echo 0 > /proc/sys/net/bridge/bridge-nf-call-ip6tables"]);
        await host.RunAsync("ip", ["link", "add", "virtual0", "type", "bridge"]);
        await using var followed = new FollowedHost(host);
        await host.CreateNetworkAsync("bridged", 22);
        var bridge = (await host.BridgeAsync("bridged")).Trim();

        var seen = await followed.UntilAsync(snapshot => snapshot.Host.FilteredBridges.Contains(bridge) && snapshot.Host.Bridges.Contains("virtual0"));

        seen.Host.FilteredBridges.ShouldContain("docker0");
        seen.Host.FilteredBridges.ShouldNotContain("virtual0");
        (await host.RunAsync("ip", ["-d", "link", "show", "dev", "virtual0"])).ShouldContain("nf_call_iptables 0");
        seen.Host.Addresses.Select(address => address.ToString()).ShouldContain("203.0.113.1");
        await host.RunAsync("ip", ["link", "del", "virtual0"]);
        await host.RemoveNetworkAsync("bridged");
        await host.RunAsync("sh", ["-c", "echo 1 > /proc/sys/net/bridge/bridge-nf-call-iptables; echo 1 > /proc/sys/net/bridge/bridge-nf-call-ip6tables"]);
    }

    private static int Addresses(Container container) => container.Endpoints.Sum(endpoint => endpoint.Addresses.Count);
}
