using System.Net;
using HostWall.KernelTests.Harness;

namespace HostWall.KernelTests.Daemon;

/// <summary>Docker goes and comes back, and containers change while nobody tells of it.</summary>
public sealed class DockerReturnTests(ITestOutputHelper output) : IAsyncLifetime
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

    /// <summary>Started before each test, which skips itself where there can be none.</summary>
    private DockerHost _host = null!;
    private HostWallDaemon _daemon = null!;

    public async ValueTask InitializeAsync()
    {
        TestGuard.RequireDocker();
        _host = await DockerHost.StartAsync("--live-restore");
        await _host.CreateNetworkAsync("front", 1);
        _daemon = await HostWallDaemon.StartAsync(_host, Policy);
    }

    public async ValueTask DisposeAsync()
    {
        if (_daemon is not null)
            await _daemon.DisposeAsync();
        if (_host is not null)
            await _host.DisposeAsync();
    }

    [Fact]
    public async Task While_dockerd_restarts_the_rules_stay_and_allowed_flows_go_on()
    {
        var (web, api) = await StartContainersAsync();
        await using var listener = await Listener.StartAsync(api.NamespacePath, Port);
        await CalmAsync();
        var before = await KernelRules.OwnAsync(_host);

        await _host.RestartDockerAsync();
        (await KernelRules.OwnAsync(_host)).ShouldBeRules(before);
        var back = TimeProvider.System.GetTimestamp();
        await _daemon.SettledAsync();

        output.WriteLine($"in sync {TimeProvider.System.GetElapsedTime(back).TotalMilliseconds:0} ms after Docker answered");
        await AssertAsync(web, api, ProbeResult.Open);
        (await KernelMembers.ReadAsync(_host)).Members.ShouldBe(await _host.LabelledAsync());
        var late = await _host.RunContainerAsync(ContainerSpec.OfTier("late", "web", "front"));
        await _daemon.SettledAsync();
        await AssertAsync(late, api, ProbeResult.Open);
    }

    [Fact]
    public async Task While_dockerd_is_dead_the_rules_stay_and_what_changed_meanwhile_is_seen_at_its_return()
    {
        var (web, api) = await StartContainersAsync();
        var doomed = await _host.RunContainerAsync(ContainerSpec.OfTier("doomed", "web", "front"));
        await _daemon.SettledAsync();
        await using var listener = await Listener.StartAsync(api.NamespacePath, Port);
        await CalmAsync();
        var before = await KernelRules.OwnAsync(_host);

        await _host.KillDockerAsync();
        var away = await Eventually.GetAsync(_daemon.StatusAsync, status => status.Docker.State == "disconnected", TimeSpan.FromSeconds(15));
        away.Docker.State.ShouldBe("disconnected");
        away.Docker.Why.ShouldNotBeNullOrWhiteSpace();
        var used = _daemon.ProcessorTime();
        var since = TimeProvider.System.GetTimestamp();
        await Tool.RunAsync("kill", ["-9", $"{doomed.Pid}"]);
        // For some seconds nothing is to be had; a look that found the kernel changed would be seen by then.
        (await Eventually.GetAsync(() => KernelRules.OwnAsync(_host), rules => rules != before, TimeSpan.FromSeconds(5))).ShouldBe(before);
        var busy = (_daemon.ProcessorTime() - used) / TimeProvider.System.GetElapsedTime(since);
        output.WriteLine($"Docker away: {busy:P1} of a processor");
        // A loop without a pause takes a whole one; the first seconds of trying compile the code for it.
        busy.ShouldBeLessThan(0.4);
        await AssertAsync(web, api, ProbeResult.Open);

        await _host.StartDockerAsync();
        var back = TimeProvider.System.GetTimestamp();
        await _daemon.SettledAsync();

        output.WriteLine($"in sync {TimeProvider.System.GetElapsedTime(back).TotalMilliseconds:0} ms after Docker answered");
        (await KernelMembers.ReadAsync(_host)).Members.ShouldBe(await _host.LabelledAsync());
        (await KernelMembers.ReadAsync(_host)).Members.ShouldNotContain($"{doomed.V4}");
    }

    [Fact]
    public async Task While_the_socket_is_away_new_containers_are_closed_and_all_is_true_soon_after()
    {
        var (web, api) = await StartContainersAsync();
        await using var listener = await Listener.StartAsync(api.NamespacePath, Port);
        await using var tap = await PacketTap.StartAsync(api.NamespacePath);
        // The daemon's way to Docker goes through a link that can be cut, ours does not.
        await _daemon.StopAsync();
        var (link, target) = (Path.Combine(_daemon.Folder, "docker.sock"), _host.Endpoint["unix://".Length..]);
        File.CreateSymbolicLink(link, target);
        _daemon.Endpoint = $"unix://{link}";
        await _daemon.StartAsync();
        await _daemon.SettledAsync();

        File.Delete(link);
        await _host.RestartDockerAsync();
        await Eventually.GetAsync(_daemon.StatusAsync, status => status.Docker.State == "disconnected", TimeSpan.FromSeconds(15));
        await _host.RemoveContainersAsync("web");
        var others = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => _host.RunContainerAsync(ContainerSpec.OfTier($"web-{number}", "web", "front"))));
        // The first has the address that "web" had, which HostWall cannot know to be another's now; the rest are strangers.
        foreach (var other in others.Where(other => !other.V4.Equals(web.V4)))
        {
            (await Probe.TcpAsync(other.NamespacePath, new IPEndPoint(api.V4, Port))).ShouldBe(ProbeResult.Filtered);
            tap.To(Port, other.V4).ShouldBe(0);
        }
        File.CreateSymbolicLink(link, target);
        var back = TimeProvider.System.GetTimestamp();
        await _daemon.SettledAsync();

        output.WriteLine($"in sync {TimeProvider.System.GetElapsedTime(back).TotalMilliseconds:0} ms after the socket was there");
        (await KernelMembers.ReadAsync(_host)).Members.ShouldBe(await _host.LabelledAsync());
        foreach (var other in others)
            await AssertAsync(other, api, ProbeResult.Open);
    }

    private async Task<(Container Web, Container Api)> StartContainersAsync()
    {
        var web = await _host.RunContainerAsync(ContainerSpec.OfTier("web", "web", "front"));
        var api = await _host.RunContainerAsync(ContainerSpec.OfTier("api", "api", "front"));
        await _daemon.SettledAsync();
        return (web, api);
    }

    /// <summary>
    /// A bridge that gains a port in the moment before Docker leaves is closed until its return, since nobody can tell the old container from a
    /// new one. Once Docker has spoken after the newest port, which it is asked to a second after its last event, everything stands.
    /// </summary>
    private static async Task CalmAsync()
    {
        var since = TimeProvider.System.GetTimestamp();
        await Eventually.GetAsync(() => Task.FromResult(TimeProvider.System.GetElapsedTime(since)), passed => passed > TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(10));
    }

    private static async Task AssertAsync(Container from, Container to, ProbeResult expected)
    {
        await Eventually.ProbesAsync(expected, () => Probe.TcpAsync(from.NamespacePath, new IPEndPoint(to.V4, Port)));
        await Eventually.ProbesAsync(expected, () => Probe.TcpAsync(from.NamespacePath, new IPEndPoint(to.V6, Port)));
    }
}
