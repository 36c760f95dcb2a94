using System.Net;
using System.Net.Sockets;
using HostWall.KernelTests.Harness;

namespace HostWall.KernelTests.Rules;

/// <summary>Datagrams to several ports of one address, as many as are surely received where nothing filters them, and how many of them arrive.</summary>
internal sealed class Flood(IPAddress to, params IReadOnlyList<int> ports) : IDisposable
{
    private const int SolSocket = 1, ReceiveBufferForce = 33, ReceiveBuffer = 32 << 20;
    private const int AtATime = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly CancellationTokenSource _stop = new();

    /// <summary>Sends to all ports in turn until it is stopped; how many went to each.</summary>
    public async Task<int> SendAsync(string from, IPAddress source)
    {
        var sockets = await Task.WhenAll(ports.Select(_ => InNamespace.SocketAsync(from, AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)));
        foreach (var (socket, port) in sockets.Zip(ports))
        {
            socket.Bind(new IPEndPoint(source, 0));
            socket.Connect(to, port);
        }

        // Evenly, because a queue of the kernel that runs over is no fault of the rules.
        using var timer = new PeriodicTimer(Pause);
        var sent = 0;
        while (!_stop.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync();
            for (var i = 0; i < AtATime; i++, sent++)
            {
                foreach (var socket in sockets)
                {
                    socket.Send([1]);
                }
            }
        }

        foreach (var socket in sockets)
        {
            socket.Dispose();
        }

        return sent;
    }

    /// <summary>Listens at all ports; each result comes when the sending has stopped and no packet has come for a while.</summary>
    public async Task<IReadOnlyList<Task<int>>> ReceiveAsync(string at)
    {
        var sockets = await Task.WhenAll(ports.Select(_ => InNamespace.SocketAsync(at, AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)));
        foreach (var (socket, port) in sockets.Zip(ports))
        {
            socket.SetRawSocketOption(SolSocket, ReceiveBufferForce, BitConverter.GetBytes(ReceiveBuffer));
            socket.ReceiveTimeout = 500;
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
        }

        return [.. sockets.Select(socket => InNamespace.RunAsync(at, () => Count(socket)))];
    }

    public void Stop() => _stop.Cancel();

    public void Dispose() => _stop.Dispose();

    private int Count(Socket socket)
    {
        using (socket)
        {
            var buffer = new byte[16];
            for (var count = 0; ;)
            {
                try
                {
                    socket.Receive(buffer);
                    count++;
                }
                catch (SocketException silence) when (silence.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
                {
                    if (_stop.IsCancellationRequested)
                    {
                        return count;
                    }
                }
            }
        }
    }
}
