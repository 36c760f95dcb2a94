using System.Globalization;
using System.Net;
using HostWall.KernelTests.Harness;

namespace HostWall.KernelTests.Daemon;

/// <summary>Whatever happens to a container, the kernel holds the addresses that it has, in the tier that it is in.</summary>
public sealed class ContainerLifeTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private const int Port = 8080;

    private const string Policy = """
        schema = 1

        [tiers.web]

        [tiers.api]

        [tiers.named]
        select = { name = ["special-*"] }

        [[rules]]
        name  = "web-to-api"
        from  = "web"
        to    = "api"
        ports = ["tcp/8080"]

        [[rules]]
        name  = "public-web"
        from  = "world"
        to    = "web"
        ports = ["tcp/8080"]
        """;

    [Fact]
    public async Task A_stopped_container_is_gone_from_the_kernel_and_a_started_one_is_back()
    {
        var (host, daemon) = await fixture.StartAsync(Policy);
        await host.RunContainerAsync(ContainerSpec.OfTier("web", "web", "front"));
        await AssertKernelAsync(host, daemon, members: 2);

        await host.StopContainerAsync("web");
        await AssertKernelAsync(host, daemon, members: 0);

        await host.StartContainerAsync("web");
        await AssertKernelAsync(host, daemon, members: 2);

        await host.RemoveContainersAsync("web");
        await AssertKernelAsync(host, daemon, members: 0);
    }

    [Fact]
    public async Task A_container_that_comes_back_with_another_address_is_reached_there()
    {
        var (host, daemon) = await fixture.StartAsync(Policy);
        var web = await host.RunContainerAsync(ContainerSpec.OfTier("web", "web", "front"));
        var first = await host.RunContainerAsync(ContainerSpec.OfTier("api", "api", "front"));
        await host.StopContainerAsync("api");
        await host.RunContainerAsync(new ContainerSpec("squatter") { Networks = ["front"] });

        var api = await host.StartContainerAsync("api");

        api.V4.ShouldNotBe(first.V4);
        api.Networks["front"].Mac.ShouldNotBe(first.Networks["front"].Mac);
        await AssertKernelAsync(host, daemon, members: 4);
        await using var listener = await Listener.StartAsync(api.NamespacePath, Port);
        await AssertProbesAsync(web, api, ProbeResult.Open);

        await host.RestartContainerAsync("api");
        await AssertKernelAsync(host, daemon, members: 4);
    }

    [Fact]
    public async Task A_paused_container_keeps_its_place()
    {
        var (host, daemon) = await fixture.StartAsync(Policy);
        await host.RunContainerAsync(ContainerSpec.OfTier("web", "web", "front"));

        await host.DockerAsync("pause", "web");
        await AssertKernelAsync(host, daemon, members: 2);

        await host.DockerAsync("unpause", "web");
        await AssertKernelAsync(host, daemon, members: 2);
    }

    [Fact]
    public async Task A_rename_is_followed_where_the_name_is_what_counts()
    {
        var (host, daemon) = await fixture.StartAsync(Policy);
        await host.RunContainerAsync(new ContainerSpec("plain") { Networks = ["front"] });
        await daemon.SettledAsync();
        (await daemon.ContainerAsync("plain"))!.Tier.ShouldBe("unlabelled");

        await host.RenameContainerAsync("plain", "special-one");
        await daemon.SettledAsync();
        (await daemon.ContainerAsync("special-one"))!.Tier.ShouldBe("named");
        (await KernelMembers.ReadAsync(host)).Members.ShouldContain("named ");

        await host.RenameContainerAsync("special-one", "plain");
        await daemon.SettledAsync();
        (await daemon.ContainerAsync("plain"))!.Tier.ShouldBe("unlabelled");
        (await KernelMembers.ReadAsync(host)).Members.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_running_container_that_joins_a_network_is_judged_there_too_until_it_leaves()
    {
        var (host, daemon) = await fixture.StartAsync(Policy);
        var stray = await host.RunContainerAsync(new ContainerSpec("stray") { Networks = ["front"] });
        var api = await host.RunContainerAsync(ContainerSpec.OfTier("api", "api", "back"));
        var web = await host.RunContainerAsync(ContainerSpec.OfTier("web", "web", "front"));
        await daemon.SettledAsync();
        await using var tap = await PacketTap.StartAsync(api.NamespacePath);
        await using var listener = await Listener.StartAsync(api.NamespacePath, Port);

        await host.ConnectAsync("back", "stray");
        (await Probe.TcpAsync(stray.NamespacePath, new IPEndPoint(api.V4, Port))).ShouldBe(ProbeResult.Filtered);
        (await Probe.TcpAsync(stray.NamespacePath, new IPEndPoint(api.V6, Port))).ShouldBe(ProbeResult.Filtered);
        tap.To(Port).ShouldBe(0);

        await host.ConnectAsync("back", "web");
        await AssertKernelAsync(host, daemon, members: 6);
        await AssertProbesAsync(web, api, ProbeResult.Open);

        await host.DisconnectAsync("back", "stray");
        await host.DisconnectAsync("back", "web");
        await AssertKernelAsync(host, daemon, members: 4);
        (await daemon.ContainerAsync("stray"))!.Endpoints.Length.ShouldBe(1);
    }

    [Fact]
    public async Task Who_takes_the_address_of_a_published_container_is_judged_by_its_own_tier()
    {
        var (host, daemon) = await fixture.StartAsync(Policy);
        for (var round = 0; round < 3; round++)
        {
            var web = await host.RunContainerAsync(ContainerSpec.OfTier("web", "web", "front") with { Publish = ["80:8080"] });
            await daemon.SettledAsync();
            await host.RemoveContainersAsync("web");
            var other = await host.RunContainerAsync(ContainerSpec.OfTier("other", "api", "front") with { Publish = ["80:8080"] });
            await using var tap = await PacketTap.StartAsync(other.NamespacePath);
            await using var listener = await Listener.StartAsync(other.NamespacePath, Port);

            other.V4.ShouldBe(web.V4);
            for (var knock = 0; knock < 3; knock++)
            {
                (await Probe.TcpAsync(host.ClientNamespacePath, new IPEndPoint(host.V4, 80))).ShouldNotBe(ProbeResult.Open);
                (await Probe.TcpAsync(host.ClientNamespacePath, new IPEndPoint(host.V6, 80))).ShouldNotBe(ProbeResult.Open);
            }
            tap.To(Port).ShouldBe(0);
            await host.RemoveContainersAsync("other");
        }
    }

    [Fact]
    public async Task After_many_containers_came_and_went_every_address_is_in_its_tier_and_none_is_left_over()
    {
        var (host, daemon) = await fixture.StartAsync(Policy);
        string?[] tiers = ["web", "api", null];
        string[] networks = ["front", "back"];

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async lane =>
        {
            for (var round = 0; round < 26; round++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"c{lane}");
                var network = networks[(lane + round) % 2];
                var spec = tiers[(lane + round) % 3] is { } tier ? ContainerSpec.OfTier(name, tier, network) : new ContainerSpec(name) { Networks = [network] };
                await host.RunContainerAsync(spec);
                if (round < 25)
                    await host.RemoveContainersAsync(name);
            }
        }));

        await AssertKernelAsync(host, daemon);
        await host.RemoveContainersAsync("c0", "c1", "c2", "c3");
        await AssertKernelAsync(host, daemon, members: 0);
        (await KernelMembers.ReadAsync(host)).Others.ShouldBeEmpty();
    }

    private static async Task AssertKernelAsync(DockerHost host, HostWallDaemon daemon, int? members = null)
    {
        await daemon.SettledAsync();
        var kernel = await KernelMembers.ReadAsync(host);
        kernel.Members.ShouldBe(await host.LabelledAsync());
        kernel.Generations.Count.ShouldBe(1);
        if (members is { } count)
            kernel.Members.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(count);
    }

    private static async Task AssertProbesAsync(Container from, Container to, ProbeResult expected)
    {
        await Eventually.ProbesAsync(expected, () => Probe.TcpAsync(from.NamespacePath, new IPEndPoint(to.V4, Port)));
        await Eventually.ProbesAsync(expected, () => Probe.TcpAsync(from.NamespacePath, new IPEndPoint(to.V6, Port)));
    }
}
