using HostWall.Core.Inventory;
using HostWall.Docker;
using HostWall.Inventory;
using HostWall.Tests.Inventory;
using Microsoft.Extensions.Logging.Abstractions;

namespace HostWall.Tests.Docker;

/// <summary>A <see cref="DockerSource"/> at work, and the newest state it has published.</summary>
internal sealed class FollowedSource : IAsyncDisposable
{
    private readonly Followed<DockerPart> _parts;

    public FollowedSource(DockerEndpoint endpoint, DockerTimings timings)
    {
        Source = new DockerSource(endpoint, timings, TimeProvider.System, NullLogger<DockerSource>.Instance);
        _parts = new Followed<DockerPart>(Source.PartsAsync);
    }

    public DockerSource Source { get; }

    public DockerPart? Latest => _parts.Latest;

    public static HostWall.Core.Addressing.Address Address(string text) => AddressText.Read(text)!.Value;

    public Task<DockerPart> UntilAsync(Func<DockerPart, bool> satisfies) => _parts.UntilAsync(satisfies);

    public async Task<Container> UntilContainerAsync(Func<Container, bool> satisfies)
        => (await UntilAsync(part => part.Containers.Any(satisfies))).Containers.First(satisfies);

    public Task<T> UntilConnectionAsync<T>(Func<T, bool> satisfies)
        where T : DockerConnection
        => _parts.UntilAsync(() => Source.Connection is T connection && satisfies(connection) ? connection : null);

    public ValueTask DisposeAsync() => _parts.DisposeAsync();
}
