using HostWall.Core.Inventory;
using HostWall.Docker;

namespace HostWall.Daemon;

/// <summary>What tells the daemon what exists: Docker and the links.</summary>
public interface ISources
{
    DockerConnection Docker { get; }

    /// <summary>Whole snapshots, the first when every source has reported once, then one for every change; one that was overtaken is left out.</summary>
    IAsyncEnumerable<Snapshot> SnapshotsAsync(CancellationToken cancellation);
}
