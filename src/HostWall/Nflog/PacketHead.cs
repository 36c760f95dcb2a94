using System.Buffers.Binary;
using HostWall.Core.Addressing;

namespace HostWall.Nflog;

/// <summary>What the head of a packet says.</summary>
/// <param name="Protocol">IANA's number.</param>
/// <param name="SourcePort">Null where the protocol has no ports or the head is cut off.</param>
public readonly record struct PacketHead(Address Source, Address Destination, byte Protocol, ushort? SourcePort, ushort? DestinationPort)
{
    private const byte HopByHop = 0, Routing = 43, Fragment = 44, DestinationOptions = 60;

    private static readonly byte[] WithPorts = [6, 17, 33, 132, 136];

    /// <summary>IANA's word for the common protocols, else the number.</summary>
    public string ProtocolText => Protocol switch
    {
        1 => "icmp",
        6 => "tcp",
        17 => "udp",
        58 => "icmpv6",
        132 => "sctp",
        _ => Protocol.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>Null where the bytes are no IPv4 or IPv6 packet.</summary>
    public static PacketHead? Read(ReadOnlySpan<byte> packet) => packet.Length == 0 ? null : (packet[0] >> 4) switch
    {
        4 when packet.Length >= 20 => ReadIPv4(packet),
        6 when packet.Length >= 40 => ReadIPv6(packet),
        _ => null,
    };

    private static PacketHead ReadIPv4(ReadOnlySpan<byte> packet)
    {
        var isFirstFragment = (BinaryPrimitives.ReadUInt16BigEndian(packet[6..]) & 0x1FFF) == 0;
        var rest = isFirstFragment ? packet[Math.Min((packet[0] & 15) * 4, packet.Length)..] : [];
        return Complete(
            new Address(Family.IPv4, BinaryPrimitives.ReadUInt32BigEndian(packet[12..])),
            new Address(Family.IPv4, BinaryPrimitives.ReadUInt32BigEndian(packet[16..])),
            packet[9],
            rest);
    }

    private static PacketHead ReadIPv6(ReadOnlySpan<byte> packet)
    {
        var next = packet[6];
        var rest = packet[40..];

        while (next is HopByHop or Routing or Fragment or DestinationOptions && rest.Length >= 8)
        {
            var length = next == Fragment ? 8 : (rest[1] + 1) * 8;
            var isLaterFragment = next == Fragment && (BinaryPrimitives.ReadUInt16BigEndian(rest[2..]) & 0xFFF8) != 0;
            next = rest[0];
            rest = isLaterFragment ? [] : rest[Math.Min(length, rest.Length)..];
        }

        return Complete(
            new Address(Family.IPv6, BinaryPrimitives.ReadUInt128BigEndian(packet[8..])),
            new Address(Family.IPv6, BinaryPrimitives.ReadUInt128BigEndian(packet[24..])),
            next,
            rest);
    }

    private static PacketHead Complete(Address source, Address destination, byte protocol, ReadOnlySpan<byte> rest)
        => WithPorts.Contains(protocol) && rest.Length >= 4
            ? new PacketHead(source, destination, protocol, BinaryPrimitives.ReadUInt16BigEndian(rest), BinaryPrimitives.ReadUInt16BigEndian(rest[2..]))
            : new PacketHead(source, destination, protocol, null, null);
}
