using HostWall.Core;
using HostWall.Core.Inventory;
using HostWall.Core.Policy;
using HostWall.Daemon;
using HostWall.Docker;
using HostWall.Host;
using HostWall.Programs;
using Microsoft.Extensions.Logging;

namespace HostWall.Inventory;

/// <summary>Everything that tells what exists on this host, put together to whole snapshots.</summary>
/// <param name="remembered">The names of bridges that were last known not to be Docker's.</param>
public sealed class Sources(
    DockerSource docker,
    LinkSource links,
    EquatableArray<string> foreignPatterns,
    Func<EquatableArray<string>> remembered,
    TimeProvider time,
    ILogger<Sources> log) : ISources
{
    public DockerConnection Docker => docker.Connection;

    public static Sources Create(
        DaemonSettings settings, IProgramRunner programs, RememberedBridges remembered, TimeProvider time, ILoggerFactory loggers) => new(
        new DockerSource(
            settings.Docker, new DockerTimings(settings.Resync), time, loggers.CreateLogger<DockerSource>()),
        new LinkSource(programs, new ProcBridgeSysctls(), LinkTimings.Default, time, loggers.CreateLogger<LinkSource>()),
        settings.ForeignBridges,
        () => remembered.Names,
        time,
        loggers.CreateLogger<Sources>());

    public IAsyncEnumerable<Snapshot> SnapshotsAsync(CancellationToken cancellation) => Latest<Snapshot>.OfAsync(JoinAsync, cancellation);

    private async Task JoinAsync(Latest<Snapshot> snapshots, CancellationToken cancellation)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var wake = new Wake();
        using var alarm = new Alarm(wake, time);
        var join = new SnapshotJoin(foreignPatterns, remembered, time);
        EquatableArray<string> disbelieved = [];
        Task[] reading = [wake.After(ReadDockerAsync(join, wake, leaving.Token)), wake.After(ReadLinksAsync(join, wake, leaving.Token))];
        try
        {
            while (true)
            {
                var joined = join.Join();
                if (joined.Snapshot is { } snapshot)
                {
                    snapshots.Publish(snapshot);
                }

                if (joined.Disbelieved != disbelieved)
                {
                    disbelieved = joined.Disbelieved;
                    Report(disbelieved);
                }

                if (joined.ListWanted)
                {
                    docker.RequestResync();
                }

                alarm.SetIn(joined.UntilNext);
                await wake.WaitAsync(cancellation);
                if (reading.FirstOrDefault(task => task.IsCompleted) is { } ended)
                {
                    await ended;
                }
            }
        }
        finally
        {
            await leaving.CancelAsync();
            await Task.WhenAll(reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Report(EquatableArray<string> disbelieved)
    {
        if (!disbelieved.IsEmpty)
        {
            log.PortsChanged(string.Join(", ", disbelieved));
        }
    }

    private async Task ReadDockerAsync(SnapshotJoin join, Wake wake, CancellationToken cancellation)
    {
        await foreach (var part in docker.PartsAsync(cancellation))
        {
            links.SetDockerBridges(part.Networks.Select(network => network.Bridge).Where(bridge => !foreignPatterns.Any(pattern => new Pattern(pattern).Matches(bridge))));
            join.Docker = part;
            links.SetPortsUrgent(part.LastThere is not null);
            wake.Set();
        }
    }

    private async Task ReadLinksAsync(SnapshotJoin join, Wake wake, CancellationToken cancellation)
    {
        await foreach (var part in links.PartsAsync(cancellation))
        {
            join.Links = part;
            wake.Set();
        }
    }
}
