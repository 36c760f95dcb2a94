namespace HostWall.KernelTests.Harness;

/// <summary>
/// One private Docker host for the test classes of a collection. Tests that restart dockerd or need it otherwise
/// start a <see cref="DockerHost"/> of their own.
/// </summary>
public sealed class DockerHostFixture : IAsyncLifetime
{
    private DockerHost? _host;

    /// <summary>The host, started by the first test that asks; skips the test where there can be none.</summary>
    public async Task<DockerHost> HostAsync()
    {
        TestGuard.RequireDocker();
        return _host ??= await DockerHost.StartAsync();
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
    }
}

/// <summary>The test classes that share a host: each removes what it made.</summary>
[CollectionDefinition(Name)]
public sealed class SharedDockerHost : ICollectionFixture<DockerHostFixture>
{
    public const string Name = "shared Docker host";
}
