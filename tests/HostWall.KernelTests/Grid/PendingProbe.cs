using System.Net;
using HostWall.Core.Addressing;
using HostWall.KernelTests.Harness;
using HostWall.KernelTests.Rules;
using HostWall.Scenarios.Grid;

namespace HostWall.KernelTests.Grid;

/// <summary>One question on its way.</summary>
internal sealed class PendingProbe : IDisposable
{
    private readonly BareSocket _socket;
    private readonly IPEndPoint _to;
    private readonly ushort _sourcePort;
    private readonly EchoRequest? _echo;

    /// <summary>
    /// Made in the sender's namespace, before any probe is sent: until it is connected, a raw socket takes in the answers to others.
    /// </summary>
    public PendingProbe(Cell cell, ushort sourcePort)
    {
        (Cell, _sourcePort) = (cell, sourcePort);
        var isRaw = cell.Protocol is Protocol.Sctp or Protocol.Icmp;
        _to = new IPEndPoint(Lab.AddressOf(GridWorld.AddressOf(cell.To, cell.Family)), isRaw ? 0 : cell.Port);
        _echo = cell.Protocol == Protocol.Icmp ? new EchoRequest(_to.AddressFamily, sourcePort) : null;
        _socket = BareSocket.Open(cell.Family, cell.Protocol);
        _socket.Bind(new IPEndPoint(Lab.AddressOf(GridWorld.AddressOf(cell.From, cell.Family)), isRaw ? 0 : sourcePort));
        if (cell.Protocol == Protocol.Tcp)
        {
            _socket.ResetAtEnd();
        }
        else
        {
            _socket.Connect(_to);
        }
    }

    public Cell Cell { get; }

    public PollEntry Entry => new() { Descriptor = _socket.Descriptor, Wanted = Cell.Protocol == Protocol.Tcp ? BareSocket.Writable : BareSocket.Readable };

    /// <summary>Asks; an answer only where it is known at once.</summary>
    public Answer? Send()
    {
        var error = Cell.Protocol switch
        {
            Protocol.Tcp => _socket.Connect(_to),
            Protocol.Udp => _socket.Send("?"u8),
            Protocol.Sctp => _socket.Send(SctpPacket.Init(_sourcePort, Cell.Port)),
            Protocol.Icmp => _socket.Send(_echo!.Packet), // Every probe of ICMP has one.
        };

        // What a rule of the sender's own host drops or rejects is not permitted; the rejection itself comes by ICMP.
        return error is BareSocket.NoError or BareSocket.InProgress or BareSocket.NotPermitted ? null : Refusal(error);
    }

    /// <summary>What came, if it was an answer.</summary>
    public Answer? Look()
    {
        if (Cell.Protocol == Protocol.Tcp)
        {
            return _socket.TakeError() is var error && error == BareSocket.NoError ? Answer.Open : Refusal(error);
        }

        Span<byte> buffer = stackalloc byte[256];
        while (true)
        {
            switch (_socket.Receive(buffer))
            {
                case -BareSocket.WouldBlock:
                    return null;
                case < 0 and var failure:
                    return Refusal(-failure);
                case var length when IsAnswer(buffer[..length]):
                    return Answer.Open;
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private bool IsAnswer(ReadOnlySpan<byte> received) => Cell.Protocol switch
    {
        Protocol.Tcp or Protocol.Udp => true,
        Protocol.Sctp => SctpPacket.IsAnswer(SctpPacket.Payload(received, Cell.Family), _sourcePort, Cell.Port),
        Protocol.Icmp => _echo!.IsAnsweredBy(received),
    };

    /// <summary>Somebody listens everywhere: a TCP reset is a rule's doing. A datagram that is refused for want of a listener is a fault of the set-up.</summary>
    private Answer Refusal(int error) => (Cell.Protocol, error) switch
    {
        (Protocol.Tcp, BareSocket.ConnectionRefused) => Answer.Rejected,

        // The connection stood, and a rule for established packets cut it since.
        (Protocol.Tcp, BareSocket.ConnectionReset) => Answer.Open,

        // What ICMP "administratively prohibited" becomes, in IPv4 and IPv6.
        (_, BareSocket.NoRouteToHost) or (_, BareSocket.NoAccess) => Answer.Rejected,
        _ => throw new InvalidOperationException($"{Cell}: error {error}"),
    };
}
