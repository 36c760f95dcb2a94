using System.Collections.Concurrent;
using HostWall.Core.Inventory;
using HostWall.Docker;
using HostWall.Host;
using HostWall.Inventory;
using HostWall.KernelTests.Harness;
using Microsoft.Extensions.Logging.Abstractions;
using Container = HostWall.Core.Inventory.Container;

namespace HostWall.KernelTests.Docker;

/// <summary>The sources at work on a private Docker host, and what they have published.</summary>
internal sealed class FollowedHost : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _leaving = new();
    private readonly ConcurrentQueue<Published> _published = new();
    private readonly Task _reading;

    public FollowedHost(DockerHost host, DockerTimings? timings = null)
    {
        var docker = new DockerSource(DockerEndpoint.ParseOrNull(host.Endpoint)!, timings ?? new DockerTimings(Period: TimeSpan.FromMinutes(5)), TimeProvider.System, NullLogger<DockerSource>.Instance);
        var links = new LinkSource(
            new NamespacePrograms(host.NamespacePath),
            new NamespaceBridgeSysctls(host.NamespacePath),
            LinkTimings.Default,
            TimeProvider.System,
            NullLogger<LinkSource>.Instance);
        Sources = new Sources(docker, links, ["virbr*"], () => [], TimeProvider.System, NullLogger<Sources>.Instance);
        _reading = ReadAsync(_leaving.Token);
    }

    public Sources Sources { get; }

    public IReadOnlyList<Published> All => [.. _published];

    public Snapshot Latest => _published.LastOrDefault().Snapshot ?? Snapshot.Empty;

    /// <summary>The first snapshot from now on that satisfies, the latest included; the last one seen when none does in time.</summary>
    public async Task<Snapshot> UntilAsync(Func<Snapshot, bool> satisfies)
    {
        var seen = await Eventually.GetAsync(() => Task.FromResult(Latest), satisfies, Limit);
        satisfies(seen).ShouldBeTrue(Describe(seen));
        return seen;
    }

    public async Task<Container> UntilContainerAsync(string name, Func<Container, bool> satisfies)
    {
        var seen = await UntilAsync(snapshot => snapshot.Containers.Any(container => container.Name == name && satisfies(container)));
        return seen.Containers.First(container => container.Name == name);
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _leaving.Dispose();
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        await foreach (var snapshot in Sources.SnapshotsAsync(cancellation))
        {
            _published.Enqueue(new Published(TimeProvider.System.GetUtcNow(), snapshot));
        }
    }

    private static string Describe(Snapshot snapshot)
        => $"""
        networks: {string.Join(", ", snapshot.Networks)}
        containers: {string.Join(", ", snapshot.Containers.Select(container => $"{container.Name} [{string.Join(", ", container.Endpoints.SelectMany(e => e.Addresses.Select(a => $"{e.NetworkName}/{a}")))}]"))}
        bridges: {string.Join(", ", snapshot.Host.Bridges)}; filtered: {string.Join(", ", snapshot.Host.FilteredBridges)}
        """;
}

internal readonly record struct Published(DateTimeOffset At, Snapshot Snapshot);
