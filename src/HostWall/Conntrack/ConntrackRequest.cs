using System.Buffers.Binary;
using HostWall.Core.Addressing;
using HostWall.Core.Evaluate;
using HostWall.Netlink;

namespace HostWall.Conntrack;

/// <summary>The messages that ask the kernel for its open flows, or to end one (linux/netfilter/nfnetlink_conntrack.h).</summary>
internal static class ConntrackRequest
{
    private const ushort GetMessage = (1 << 8) | 1;
    private const ushort DeleteMessage = (1 << 8) | 2;
    private const ushort RequestAndDump = 1 | 0x300;
    private const ushort RequestAndAcknowledge = 1 | 4;
    private const byte IPv4 = 2;
    private const byte IPv6 = 10;
    private const byte IcmpV6 = 58;

    /// <summary>Every entry of both families.</summary>
    public static byte[] List() => new NetlinkRequest(GetMessage, RequestAndDump).ToBytes();

    /// <summary>The entry with these ends and no other: with the id, the kernel spares one that has taken its place.</summary>
    public static byte[] Delete(TrackedFlow flow)
    {
        var request = new NetlinkRequest(DeleteMessage, RequestAndAcknowledge, family: flow.Original.Source.Family == Family.IPv4 ? IPv4 : IPv6);
        request.AddNested(ConntrackAttribute.OriginalTuple, [
            .. NetlinkRequest.Nested(TupleAttribute.Addresses, Addresses(flow.Original)),
            .. NetlinkRequest.Nested(TupleAttribute.Protocol, Protocol(flow.Protocol, flow.Original)),
        ]);
        request.Add(ConntrackAttribute.Id, BigEndian(flow.Id));
        if (flow.Zone != 0)
        {
            request.Add(ConntrackAttribute.Zone, BigEndian(flow.Zone));
        }

        return request.ToBytes();
    }

    private static byte[] Addresses(FlowTuple ends) => ends.Source.Family == Family.IPv4
        ? [
            .. NetlinkRequest.Attribute(AddressAttribute.SourceV4, BigEndian((uint)ends.Source.Bits)),
            .. NetlinkRequest.Attribute(AddressAttribute.DestinationV4, BigEndian((uint)ends.Destination.Bits)),
        ]
        : [
            .. NetlinkRequest.Attribute(AddressAttribute.SourceV6, BigEndian(ends.Source.Bits)),
            .. NetlinkRequest.Attribute(AddressAttribute.DestinationV6, BigEndian(ends.Destination.Bits)),
        ];

    private static byte[] Protocol(byte number, FlowTuple ends) => ends.Icmp is { } icmp
        ? [.. NetlinkRequest.Attribute(ProtocolAttribute.Number, [number]), .. number == IcmpV6
            ? Icmp(icmp, ProtocolAttribute.IcmpV6Id, ProtocolAttribute.IcmpV6Type, ProtocolAttribute.IcmpV6Code)
            : Icmp(icmp, ProtocolAttribute.IcmpId, ProtocolAttribute.IcmpType, ProtocolAttribute.IcmpCode)]
        : [
            .. NetlinkRequest.Attribute(ProtocolAttribute.Number, [number]),
            .. NetlinkRequest.Attribute(ProtocolAttribute.SourcePort, BigEndian(ends.SourcePort)),
            .. NetlinkRequest.Attribute(ProtocolAttribute.DestinationPort, BigEndian(ends.DestinationPort)),
        ];

    private static byte[] Icmp(IcmpQuery query, ushort id, ushort type, ushort code) =>
    [
        .. NetlinkRequest.Attribute(id, BigEndian(query.Id)),
        .. NetlinkRequest.Attribute(type, [query.Type]),
        .. NetlinkRequest.Attribute(code, [query.Code]),
    ];

    private static byte[] BigEndian(ushort value)
    {
        var bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] BigEndian(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] BigEndian(UInt128 value)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return bytes;
    }
}
