using System.ComponentModel;
using System.Net;
using System.Net.Sockets;

namespace HostWall.Probing;

/// <summary>Sends real packets between network namespaces and tells what became of them. Nothing is needed inside a container: only its namespace is entered.</summary>
internal static class Prober
{
    /// <summary>A datagram may get lost while the first one still looks for the way.</summary>
    private static readonly TimeSpan DatagramPause = TimeSpan.FromMilliseconds(150);

    /// <summary>So many at a time: each takes two sockets.</summary>
    private const int SideBySide = 128;

    /// <summary>What became of each, in their order.</summary>
    /// <param name="limit">How long each is waited for.</param>
    public static async Task<IReadOnlyList<Sight>> SendAsync(IReadOnlyList<ProbeTarget> probes, TimeSpan limit, CancellationToken cancellation)
    {
        var sights = new List<Sight>(probes.Count);
        foreach (var some in probes.Chunk(SideBySide))
        {
            await using var receivers = new Receivers();
            sights.AddRange(await Task.WhenAll(some.Select((probe, index) => SendAsync(probe, (ushort)(index + 1), receivers, limit, cancellation))));
        }

        return sights;
    }

    private static async Task<Sight> SendAsync(ProbeTarget probe, ushort number, Receivers receivers, TimeSpan limit, CancellationToken cancellation)
    {
        try
        {
            return probe.Protocol switch
            {
                ProbeProtocol.Tcp => await ConnectAsync(probe, receivers, limit, cancellation),
                ProbeProtocol.Udp => await SendDatagramAsync(probe, receivers, limit, cancellation),
                ProbeProtocol.Icmp => await EchoAsync(probe, number, limit, cancellation),
            };
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode switch
            {
                // AccessDenied is what ICMPv6's "administratively prohibited" becomes, and a packet that the sender's own rules drop.
                SocketError.ConnectionRefused or SocketError.ConnectionReset or SocketError.HostUnreachable or SocketError.AccessDenied => new Sight.Rejected(),
                SocketError.TimedOut => new Sight.Dropped(),
                SocketError.NetworkUnreachable => new Sight.Nothing("there is no route"),
                SocketError.AddressNotAvailable => new Sight.Nothing("an address is not there any more"),
                _ => new Sight.Nothing(failure.Message),
            };
        }
        catch (Exception failure) when (failure is Win32Exception or IOException or UnauthorizedAccessException)
        {
            return new Sight.Nothing($"the container's network namespace cannot be entered: {failure.Message}");
        }
    }

    private static async Task<Sight> ConnectAsync(ProbeTarget probe, Receivers receivers, TimeSpan limit, CancellationToken cancellation)
    {
        await receivers.ListenAsync(probe);
        using var socket = await SenderAsync(probe, SocketType.Stream, ProtocolType.Tcp);
        socket.LingerState = new LingerOption(enable: true, seconds: 0); // ends with a reset: nothing stays open at the other end
        return await WithinAsync(async token => await socket.ConnectAsync(probe.To, token), limit, cancellation);
    }

    private static async Task<Sight> SendDatagramAsync(ProbeTarget probe, Receivers receivers, TimeSpan limit, CancellationToken cancellation)
    {
        if (await receivers.ReceiveAsync(probe) is not { } receiver)
        {
            return new Sight.Nothing("the port is in use, and what its service gets is not seen");
        }

        using var socket = await SenderAsync(probe, SocketType.Dgram, ProtocolType.Udp);
        var token = Guid.NewGuid();
        var arrival = receiver.ArrivalOf(token);
        return await WithinAsync(
            async cancel =>
            {
                await socket.ConnectAsync(probe.To, cancel);
                while (!arrival.IsCompleted)
                {
                    await socket.SendAsync(token.ToByteArray(), cancel); // throws what an ICMP error has said of the one before
                    await Task.WhenAny(arrival, Task.Delay(DatagramPause, cancel));
                }
            },
            limit,
            cancellation);
    }

    private static async Task<Sight> EchoAsync(ProbeTarget probe, ushort number, TimeSpan limit, CancellationToken cancellation)
    {
        var family = probe.To.AddressFamily;
        using var socket = await SenderAsync(probe, SocketType.Raw, family == AddressFamily.InterNetwork ? ProtocolType.Icmp : ProtocolType.IcmpV6);
        var echo = new EchoRequest(family, number);
        return await WithinAsync(
            async token =>
            {
                // Connected, so that ICMP errors reach the socket.
                await socket.ConnectAsync(new IPEndPoint(probe.To.Address, 0), token);
                await socket.SendAsync(echo.Packet, token);
                var buffer = new byte[2048];
                while (!echo.IsAnsweredBy(buffer.AsSpan(0, await socket.ReceiveAsync(buffer, token))))
                {
                }
            },
            limit,
            cancellation);
    }

    private static Task<Socket> SenderAsync(ProbeTarget probe, SocketType type, ProtocolType protocol) => InNamespace.RunAsync(probe.FromPid, () =>
    {
        var socket = new Socket(probe.To.AddressFamily, type, protocol);
        if (probe.From is { } from)
        {
            socket.Bind(new IPEndPoint(from, 0));
        }

        return socket;
    });

    private static async Task<Sight> WithinAsync(Func<CancellationToken, Task> send, TimeSpan limit, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ending.CancelAfter(limit);
        try
        {
            await send(ending.Token);
            return new Sight.Passes();
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new Sight.Dropped();
        }
    }
}
