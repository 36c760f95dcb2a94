using System.Runtime.CompilerServices;
using System.Threading.Channels;
using HostWall.Core.Inventory;
using HostWall.Daemon;
using HostWall.Docker;

namespace HostWall.Tests.Daemon;

/// <summary>Sources that report what a test tells them to.</summary>
internal sealed class FakeSources : ISources
{
    private readonly Channel<Snapshot> _snapshots = Channel.CreateUnbounded<Snapshot>();

    public DockerConnection Docker { get; } = new DockerConnection.NeverConnected("a test", DateTimeOffset.UnixEpoch);

    /// <summary>Whether anybody listens yet.</summary>
    public bool Asked { get; private set; }

    public void Report(Snapshot snapshot) => _snapshots.Writer.TryWrite(snapshot).ShouldBeTrue();

    public async IAsyncEnumerable<Snapshot> SnapshotsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        Asked = true;
        await foreach (var snapshot in _snapshots.Reader.ReadAllAsync(cancellation))
        {
            yield return snapshot;
        }
    }
}
