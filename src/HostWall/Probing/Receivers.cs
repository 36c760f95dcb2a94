using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace HostWall.Probing;

/// <summary>What listens at the other end while probes are sent: one for each receiver and port, whoever calls.</summary>
internal sealed class Receivers : IAsyncDisposable
{
    private const int Backlog = 256;

    private readonly ConcurrentDictionary<(int Pid, IPEndPoint At), Lazy<Task<Socket?>>> _listeners = new();
    private readonly ConcurrentDictionary<(int Pid, IPEndPoint At), Lazy<Task<DatagramReceiver?>>> _datagrams = new();

    /// <summary>Sees to it that somebody listens; where the port is taken, that is the container's own service. The kernel takes connections in by itself.</summary>
    public Task ListenAsync(ProbeTarget probe)
        => _listeners.GetOrAdd((probe.ToPid, probe.To), at => new(() => BoundAsync(at.Pid, at.At, SocketType.Stream, ProtocolType.Tcp))).Value;

    /// <summary>Null where the port is taken: what a service of the container gets is not seen.</summary>
    public Task<DatagramReceiver?> ReceiveAsync(ProbeTarget probe)
        => _datagrams.GetOrAdd((probe.ToPid, probe.To), at => new(() => ReceiverAsync(at.Pid, at.At))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _listeners.Values.Where(made => made.Value.IsCompletedSuccessfully))
        {
            (await listener.Value)?.Dispose();
        }

        foreach (var receiver in _datagrams.Values.Where(made => made.Value.IsCompletedSuccessfully))
        {
            await using var _ = await receiver.Value;
        }
    }

    private static async Task<DatagramReceiver?> ReceiverAsync(int pid, IPEndPoint at)
        => await BoundAsync(pid, at, SocketType.Dgram, ProtocolType.Udp) is { } socket ? new DatagramReceiver(socket) : null;

    private static Task<Socket?> BoundAsync(int pid, IPEndPoint at, SocketType type, ProtocolType protocol) => InNamespace.RunAsync(pid, () =>
    {
        var socket = new Socket(at.AddressFamily, type, protocol);
        try
        {
            socket.Bind(at);
            if (type == SocketType.Stream)
            {
                socket.Listen(Backlog);
            }

            return socket;
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            socket.Dispose();
            return null;
        }
    });
}
