using System.Net;
using System.Net.Sockets;

namespace HostWall.KernelTests.Harness;

/// <summary>
/// Asks from inside a network namespace whether an address answers. "Open" takes an answer of the far end and not only
/// a connection: docker-proxy accepts first and is refused afterwards.
/// </summary>
public static class Probe
{
    // An echo server sends it back, a web server answers it.
    private static readonly byte[] Question = "GET / HTTP/1.0\r\n\r\n"u8.ToArray();

    /// <summary>How long a probe waits when nothing else is said.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Connects, asks and waits for the first byte of an answer. An ICMP error that comes while connect(2) still holds
    /// the socket counts only at the next SYN, a second later: TCP rejected by ICMP takes a longer limit than a reset.
    /// </summary>
    /// <param name="source">The sender's address; null for the one that its routes choose.</param>
    public static async Task<ProbeResult> TcpAsync(string from, IPEndPoint to, TimeSpan? limit = null, IPAddress? source = null)
    {
        using var socket = await InNamespace.SocketAsync(from, to.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.LingerState = new LingerOption(true, 0); // Ends with a reset: thousands of probes leave no TIME_WAIT.
        BindTo(socket, source);
        return await AskAsync(socket, to, limit);
    }

    /// <summary>Sends one datagram and waits for one.</summary>
    /// <param name="source">The sender's address; null for the one that its routes choose.</param>
    public static async Task<ProbeResult> UdpAsync(string from, IPEndPoint to, TimeSpan? limit = null, IPAddress? source = null)
    {
        using var socket = await InNamespace.SocketAsync(from, to.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        BindTo(socket, source);
        return await AskAsync(socket, to, limit);
    }

    /// <summary>Sends one ICMP or ICMPv6 echo request and waits for its reply.</summary>
    /// <param name="source">The sender's address; null for the one that its routes choose.</param>
    public static async Task<ProbeResult> EchoAsync(string from, IPAddress to, TimeSpan? limit = null, IPAddress? source = null)
    {
        var protocol = to.AddressFamily == AddressFamily.InterNetwork ? ProtocolType.Icmp : ProtocolType.IcmpV6;
        using var socket = await InNamespace.SocketAsync(from, to.AddressFamily, SocketType.Raw, protocol);
        BindTo(socket, source);
        var echo = new EchoRequest(to.AddressFamily);
        return await WithinAsync(limit, async cancel =>
        {
            // Connected, so that ICMP errors reach the socket.
            await socket.ConnectAsync(new IPEndPoint(to, 0), cancel);
            await SendAsync(socket, echo.Packet, cancel);
            var buffer = new byte[2048];
            while (!echo.IsAnsweredBy(buffer.AsSpan(0, await socket.ReceiveAsync(buffer, cancel))))
            {
            }
            return ProbeResult.Open;
        });
    }

    private static void BindTo(Socket socket, IPAddress? source)
    {
        if (source is not null)
            socket.Bind(new IPEndPoint(source, 0));
    }

    private static Task<ProbeResult> AskAsync(Socket socket, IPEndPoint to, TimeSpan? limit) =>
        WithinAsync(limit, async cancel =>
        {
            await socket.ConnectAsync(to, cancel);
            await SendAsync(socket, Question, cancel);
            return await socket.ReceiveAsync(new byte[1], cancel) > 0 ? ProbeResult.Open : ProbeResult.Closed;
        });

    /// <summary>A packet that a rule of the sender's own namespace drops is refused to the caller: EPERM, or EACCES.</summary>
    private static async Task SendAsync(Socket socket, byte[] packet, CancellationToken cancel)
    {
        try
        {
            await socket.SendAsync(packet, cancel);
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new OperationCanceledException("dropped on the way out", refused);
        }
    }

    private static async Task<ProbeResult> WithinAsync(TimeSpan? limit, Func<CancellationToken, Task<ProbeResult>> ask)
    {
        using var end = new CancellationTokenSource(limit ?? Limit);
        try
        {
            return await ask(end.Token);
        }
        catch (OperationCanceledException)
        {
            return ProbeResult.Filtered;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode switch
            {
                // AccessDenied is what ICMPv6 "administratively prohibited" becomes.
                SocketError.ConnectionRefused or SocketError.ConnectionReset or SocketError.HostUnreachable or SocketError.AccessDenied => ProbeResult.Closed,
                SocketError.NetworkUnreachable or SocketError.AddressNotAvailable => ProbeResult.NoRoute,
                SocketError.TimedOut => ProbeResult.Filtered,
                var other => throw new InvalidOperationException($"a probe met {other}", failure),
            };
        }
    }
}
