using System.Buffers.Binary;
using System.Net.Sockets;

namespace HostWall.KernelTests.Harness;

/// <summary>One ICMP or ICMPv6 echo request, and which packets answer it.</summary>
internal sealed class EchoRequest
{
    private static int _count;
    private readonly bool _isV4;
    private readonly ushort _id;

    public EchoRequest(AddressFamily family)
        : this(family, (ushort)Interlocked.Increment(ref _count))
    {
    }

    /// <param name="id">What ICMP has in place of a source port.</param>
    public EchoRequest(AddressFamily family, ushort id)
    {
        _id = id;
        _isV4 = family == AddressFamily.InterNetwork;
        Packet[0] = (byte)(_isV4 ? 8 : 128);
        BinaryPrimitives.WriteUInt16BigEndian(Packet.AsSpan(4), _id);
        // The kernel fills in the checksum of ICMPv6 only.
        if (_isV4)
            BinaryPrimitives.WriteUInt16BigEndian(Packet.AsSpan(2), (ushort)~(0x0800 + _id + ((0x0800 + _id) >> 16)));
    }

    /// <summary>Type, code, checksum, identifier, sequence number 0.</summary>
    public byte[] Packet { get; } = new byte[8];

    /// <summary>Raw IPv4 sockets give the IP header too, raw IPv6 sockets do not.</summary>
    public bool IsAnsweredBy(ReadOnlySpan<byte> received)
    {
        if (_isV4 && received.Length >= 20)
            received = received[((received[0] & 0xf) * 4)..];
        return received.Length >= 8 && received[0] == (_isV4 ? 0 : 129) && BinaryPrimitives.ReadUInt16BigEndian(received[4..]) == _id;
    }
}
