using System.Net;
using System.Net.Sockets;
using HostWall.Core.Addressing;
using HostWall.KernelTests.Harness;

namespace HostWall.KernelTests.Rules;

/// <summary>A flow that stays open: its later packets are established ones.</summary>
internal sealed class Conversation : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(250);
    private readonly Socket _socket;
    private readonly EchoRequest? _echo;
    private byte _asked;

    private Conversation(Socket socket, EchoRequest? echo) => (_socket, _echo) = (socket, echo);

    /// <summary>Opens a flow and has its first packet answered.</summary>
    public static async Task<Conversation> OpenAsync(string from, IPAddress source, IPAddress to, Protocol protocol, int port)
    {
        var isV4 = to.AddressFamily == AddressFamily.InterNetwork;
        var (type, number) = protocol switch
        {
            Protocol.Tcp => (SocketType.Stream, ProtocolType.Tcp),
            Protocol.Udp => (SocketType.Dgram, ProtocolType.Udp),
            Protocol.Icmp => (SocketType.Raw, isV4 ? ProtocolType.Icmp : ProtocolType.IcmpV6),
            Protocol.Sctp => throw new NotSupportedException("no SCTP socket"),
        };
        var socket = await InNamespace.SocketAsync(from, to.AddressFamily, type, number);
        socket.Bind(new IPEndPoint(source, 0));
        await socket.ConnectAsync(new IPEndPoint(to, port));
        var conversation = new Conversation(socket, protocol == Protocol.Icmp ? new EchoRequest(to.AddressFamily) : null);
        (await conversation.GoesOnAsync()).ShouldBeTrue($"{protocol} {port} of {to} from {source} did not open");
        return conversation;
    }

    /// <summary>Whether one of its packets is answered: asked with patience, where an answer is expected.</summary>
    public Task<bool> GoesOnAsync() => Eventually.GetAsync(IsAnsweredAsync, answered => answered);

    /// <summary>Sends another packet of the flow; whether it was answered in time. The late answer to an earlier one is none.</summary>
    public async Task<bool> IsAnsweredAsync()
    {
        using var end = new CancellationTokenSource(Limit);
        var buffer = new byte[2048];
        try
        {
            await _socket.SendAsync(_echo?.Packet ?? [++_asked], end.Token);
            while (true)
            {
                var length = await _socket.ReceiveAsync(buffer, end.Token);
                if (length == 0)
                {
                    return false;
                }

                if (_echo?.IsAnsweredBy(buffer.AsSpan(0, length)) ?? buffer.AsSpan(0, length).Contains(_asked))
                {
                    return true;
                }
            }
        }
        catch (Exception silence) when (silence is OperationCanceledException or SocketException)
        {
            return false;
        }
    }

    public void Dispose() => _socket.Dispose();
}
