using System.Net;
using HostWall.Control;
using HostWall.KernelTests.Harness;

namespace HostWall.KernelTests.Daemon;

/// <summary>However the daemon ends, the rules stay, closed to who is new; however it starts, they come right.</summary>
public sealed class DaemonLifeTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
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
        ports = ["tcp/8080"]
        """;

    [Fact]
    public async Task Killed_it_leaves_its_rules_and_a_new_container_is_closed_until_it_is_back()
    {
        var (host, daemon) = await fixture.StartAsync(Policy);
        var web = await host.RunContainerAsync(ContainerSpec.OfTier("web", "web", "front"));
        var api = await host.RunContainerAsync(ContainerSpec.OfTier("api", "api", "front"));
        await daemon.SettledAsync();
        await using var listener = await Listener.StartAsync(api.NamespacePath, Port);
        await using var tap = await PacketTap.StartAsync(api.NamespacePath);
        var before = await KernelRules.OwnAsync(host);

        await daemon.KillAsync();

        (await KernelRules.OwnAsync(host)).ShouldBeRules(before);
        await AssertProbesAsync(web, api, ProbeResult.Open);
        var late = await host.RunContainerAsync(ContainerSpec.OfTier("late", "web", "front"));
        var packets = tap.To(Port);
        await AssertProbesAsync(late, api, ProbeResult.Filtered);
        tap.To(Port).ShouldBe(packets);
        await host.RemoveContainersAsync("web");

        await daemon.StartAsync();
        await daemon.SettledAsync();

        await AssertProbesAsync(late, api, ProbeResult.Open);
        var kernel = await KernelMembers.ReadAsync(host);
        kernel.Members.ShouldBe(await host.LabelledAsync());
        kernel.Generations.Count.ShouldBe(1);
        (await daemon.GetAsync("/v1/history", ControlJson.Shapes.HistoryReport)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Killed_in_the_midst_of_changes_it_comes_back_exact()
    {
        var (host, daemon) = await fixture.StartAsync(Policy);
        for (var round = 0; round < 4; round++)
        {
            var name = $"c{round}";
            await host.CreateContainerAsync(ContainerSpec.OfTier(name, "web", "front"));
            var starting = host.StartContainerAsync(name);
            var applying = daemon.RunAsync("apply", daemon.PolicyPath, "-m", $"round {round}");
            await daemon.KillAsync();
            await Task.WhenAll(starting, applying);
            await File.AppendAllTextAsync(daemon.PolicyPath, $"# {round}\n");

            await daemon.StartAsync();
            await daemon.SettledAsync();

            var kernel = await KernelMembers.ReadAsync(host);
            kernel.Members.ShouldBe(await host.LabelledAsync());
            kernel.Generations.Count.ShouldBe(1);
            kernel.Others.ShouldBeEmpty();
        }
        (await daemon.RunAsync("history", "--verify")).ShouldEndWith(0);
    }

    [Fact]
    public async Task Told_to_stop_it_ends_well_and_leaves_its_rules()
    {
        var (host, daemon) = await fixture.StartAsync(Policy);
        await host.RunContainerAsync(ContainerSpec.OfTier("web", "web", "front"));
        await daemon.SettledAsync();
        var before = await KernelRules.OwnAsync(host);

        (await daemon.StopAsync()).ShouldBe(0);

        (await KernelRules.OwnAsync(host)).ShouldBeRules(before);
        File.Exists(daemon.Socket).ShouldBeFalse();
        var status = (await daemon.RunAsync("status")).ShouldEndWith(3);
        status.Errors.ShouldContain("cannot be reached");

        await daemon.StartAsync();
        await daemon.SettledAsync();
        KernelRules.WithoutGeneration(await KernelRules.OwnAsync(host)).ShouldBeRules(KernelRules.WithoutGeneration(before));
    }

    [Fact]
    public async Task A_second_daemon_on_the_same_state_folder_is_refused_and_says_why()
    {
        var (host, daemon) = await fixture.StartAsync(Policy);
        var before = await KernelRules.OwnAsync(host);

        var second = await daemon.StartInVainAsync();

        second.ShouldEndWith(4).Errors.ShouldContain("another hostwall daemon uses it");
        (await KernelRules.OwnAsync(host)).ShouldBeRules(before);
        (await daemon.StatusAsync()).Healthy.ShouldBeTrue();
    }

    private static async Task AssertProbesAsync(Container from, Container to, ProbeResult expected)
    {
        await Eventually.ProbesAsync(expected, () => Probe.TcpAsync(from.NamespacePath, new IPEndPoint(to.V4, Port)));
        await Eventually.ProbesAsync(expected, () => Probe.TcpAsync(from.NamespacePath, new IPEndPoint(to.V6, Port)));
    }
}
