using System.Buffers.Binary;
using System.Net.Sockets;

namespace HostWall.Probing;

/// <summary>One ICMP or ICMPv6 echo request, and which packets answer it.</summary>
internal sealed class EchoRequest
{
    private const int Length = 8;

    private readonly bool _isV4;
    private readonly ushort _id;

    public EchoRequest(AddressFamily family, ushort id)
    {
        (_isV4, _id) = (family == AddressFamily.InterNetwork, id);
        Packet[0] = (byte)(_isV4 ? 8 : 128);
        BinaryPrimitives.WriteUInt16BigEndian(Packet.AsSpan(4), id);
        if (_isV4)
        {
            // The kernel fills in the checksum of ICMPv6 alone.
            var sum = (Packet[0] << 8) + id;
            BinaryPrimitives.WriteUInt16BigEndian(Packet.AsSpan(2), (ushort)~(sum + (sum >> 16)));
        }
    }

    /// <summary>Type, code, checksum, identifier, sequence number 0.</summary>
    public byte[] Packet { get; } = new byte[Length];

    /// <summary>Raw IPv4 sockets hand over the IP header too, raw IPv6 sockets do not.</summary>
    public bool IsAnsweredBy(ReadOnlySpan<byte> received)
    {
        var message = _isV4 && received.Length >= 20 ? received[Math.Min((received[0] & 15) * 4, received.Length)..] : received;
        return message.Length >= Length && message[0] == (_isV4 ? 0 : 129) && BinaryPrimitives.ReadUInt16BigEndian(message[4..]) == _id;
    }
}
