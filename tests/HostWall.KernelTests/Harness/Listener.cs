using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace HostWall.KernelTests.Harness;

/// <summary>TCP and UDP echo servers on one port of a network namespace, IPv4 and IPv6, that count who came.</summary>
public sealed class Listener : IAsyncDisposable
{
    private readonly ConcurrentDictionary<IPAddress, int> _connections = new();
    private readonly ConcurrentDictionary<IPAddress, int> _datagrams = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Socket _tcp;
    private readonly Socket _udp;
    private readonly Task _servers;

    private Listener(Socket tcp, Socket udp)
    {
        (_tcp, _udp) = (tcp, udp);
        _servers = Task.WhenAll(ServeTcpAsync(), ServeUdpAsync());
    }

    /// <summary>Connections that a peer completed.</summary>
    public int Connections(IPAddress from) => _connections.GetValueOrDefault(from);

    /// <summary>Datagrams that arrived from a peer.</summary>
    public int Datagrams(IPAddress from) => _datagrams.GetValueOrDefault(from);

    /// <summary>Starts both servers in the namespace at <paramref name="path"/>.</summary>
    /// <param name="address">The one address to listen at: where there are several, an answer to a datagram may go out from another. Null for all.</param>
    public static Task<Listener> StartAsync(string path, int port, IPAddress? address = null) => InNamespace.RunAsync(path, () =>
    {
        var at = new IPEndPoint(address?.MapToIPv6() ?? IPAddress.IPv6Any, port);
        var tcp = Bound(SocketType.Stream, ProtocolType.Tcp, at);
        tcp.Listen(512);
        return new Listener(tcp, Bound(SocketType.Dgram, ProtocolType.Udp, at));
    });

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _servers;
        _tcp.Dispose();
        _udp.Dispose();
        _end.Dispose();
    }

    private static Socket Bound(SocketType type, ProtocolType protocol, IPEndPoint at)
    {
        var socket = new Socket(AddressFamily.InterNetworkV6, type, protocol) { DualMode = true };
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(at);
        return socket;
    }

    private async Task ServeTcpAsync()
    {
        var conversations = new List<Task>();
        try
        {
            while (true)
            {
                var peer = await _tcp.AcceptAsync(_end.Token);
                Count(_connections, peer.RemoteEndPoint);
                conversations.RemoveAll(conversation => conversation.IsCompleted);
                conversations.Add(EchoAsync(peer));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(conversations);
        }
    }

    private async Task EchoAsync(Socket peer)
    {
        using (peer)
        {
            var buffer = new byte[4096];
            try
            {
                int length;
                while ((length = await peer.ReceiveAsync(buffer, _end.Token)) > 0)
                    await peer.SendAsync(buffer.AsMemory(0, length), _end.Token);
            }
            catch (Exception end) when (end is SocketException or OperationCanceledException)
            {
                // Probes end with a reset.
            }
        }
    }

    private async Task ServeUdpAsync()
    {
        var buffer = new byte[4096];
        var anyone = new IPEndPoint(IPAddress.IPv6Any, 0);
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var received = await _udp.ReceiveFromAsync(buffer, anyone, _end.Token);
                Count(_datagrams, received.RemoteEndPoint);
                await _udp.SendToAsync(buffer.AsMemory(0, received.ReceivedBytes), received.RemoteEndPoint, _end.Token);
            }
            catch (Exception end) when (end is SocketException or OperationCanceledException)
            {
                // An answer that a rule drops is an error of the sender's; the next datagram may fare better.
            }
        }
    }

    private static void Count(ConcurrentDictionary<IPAddress, int> counts, EndPoint? peer)
    {
        var address = ((IPEndPoint)peer!).Address; // An accepted or received-from IP socket always has one.
        counts.AddOrUpdate(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, 1, (_, count) => count + 1);
    }
}
