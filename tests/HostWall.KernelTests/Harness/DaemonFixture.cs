namespace HostWall.KernelTests.Harness;

/// <summary>A private Docker host with HostWall on it, for the tests of one class; each makes the policy and containers it wants.</summary>
public sealed class DaemonFixture : IAsyncLifetime
{
    private const string Closed = "schema = 1\n";
    private DockerHost? _host;
    private HostWallDaemon? _daemon;

    /// <summary>Started by the first test that asks; skips the test where there can be none.</summary>
    public async Task<(DockerHost Host, HostWallDaemon Daemon)> StartAsync()
    {
        TestGuard.RequireDocker();
        _host ??= await DockerHost.StartAsync();
        _daemon ??= await HostWallDaemon.StartAsync(_host, Closed);
        return (_host, _daemon);
    }

    /// <summary>The same, with this policy in force, no container, and the networks <c>front</c> (10.113.1.0/24) and <c>back</c> (10.113.2.0/24).</summary>
    public async Task<(DockerHost Host, HostWallDaemon Daemon)> StartAsync(string policy)
    {
        var (host, daemon) = await StartAsync();
        await host.RemoveEverythingAsync();
        await host.CreateNetworkAsync("front", 1);
        await host.CreateNetworkAsync("back", 2);
        await daemon.ApplyAsync(policy);
        await daemon.SettledAsync();
        return (host, daemon);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_daemon is not null)
            await _daemon.DisposeAsync();
        if (_host is not null)
            await _host.DisposeAsync();
    }
}
