using System.Net.Sockets;
using System.Runtime.CompilerServices;
using HostWall.Core.Rules;
using HostWall.Netlink;

namespace HostWall.Nflog;

/// <summary>A decision that the kernel reported.</summary>
/// <param name="In">Name of the link it came in by; empty for none.</param>
/// <param name="Out">Name of the link it leaves by; empty for none.</param>
public sealed record LoggedDecision(DateTimeOffset Time, LogSubject Subject, string In, string Out, PacketHead Head);

/// <summary>Reads one netfilter log group of this network namespace.</summary>
public sealed class NflogReader(int group, TimeProvider time)
{
    private const int ReceiveBuffer = 8 * 1024 * 1024;

    private long _lost;

    /// <summary>Messages that the kernel numbered and that never arrived.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>The decisions as they come. What carries another prefix than ours is passed over.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such socket for us.</exception>
    /// <exception cref="SocketException">The socket failed.</exception>
    public async IAsyncEnumerable<LoggedDecision> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var socket = NetlinkSocket.Open();

        // SO_RCVBUFFORCE: a burst of log messages must not be lost for want of a buffer.
        socket.SetRawSocketOption(1, 33, BitConverter.GetBytes(ReceiveBuffer));
        await socket.SendAsync(NflogRequest.Bind((ushort)group), cancellation);
        await socket.SendAsync(NflogRequest.Configure((ushort)group, LogLimit.SnapLength), cancellation);
        var links = new LinkNames(socket);
        var buffer = new byte[128 * 1024];
        uint? last = null;
        while (true)
        {
            var length = await ReceiveAsync(socket, buffer, cancellation);
            foreach (var message in NflogMessage.ReadAll(buffer.AsMemory(0, length)))
            {
                if (last is { } previous)
                {
                    Interlocked.Add(ref _lost, unchecked(message.Sequence - previous - 1));
                }

                last = message.Sequence;
                if (LogSubject.Parse(message.Prefix) is { } subject && PacketHead.Read(message.Payload.Span) is { } head)
                {
                    yield return new LoggedDecision(time.GetUtcNow(), subject, links.Of(message.In), links.Of(message.Out), head);
                }
            }
        }
    }

    /// <summary>Bytes of the next datagram; a full buffer is a loss that the next sequence number tells of.</summary>
    private static async Task<int> ReceiveAsync(Socket socket, byte[] buffer, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await socket.ReceiveAsync(buffer, cancellation);
            }
            catch (SocketException failure) when (failure.SocketErrorCode == SocketError.NoBufferSpaceAvailable)
            {
                continue;
            }
        }
    }
}
