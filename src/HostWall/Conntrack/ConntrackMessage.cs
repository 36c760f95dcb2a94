using System.Buffers.Binary;
using HostWall.Core.Addressing;
using HostWall.Core.Evaluate;
using HostWall.Netlink;

namespace HostWall.Conntrack;

/// <summary>Reads an entry of the kernel's connection tracking (linux/netfilter/nfnetlink_conntrack.h).</summary>
internal static class ConntrackMessage
{
    private const ushort NewEntry = 1 << 8;
    private const uint ExpectedStatus = 1;

    /// <summary>Null for another kind of message, and for an entry without addresses.</summary>
    public static TrackedFlow? Read(NetlinkMessages message)
    {
        if (message.Type != NewEntry)
        {
            return null;
        }

        (byte Protocol, FlowTuple Ends)? original = null, reply = null;
        uint status = 0, id = 0;
        ushort zone = 0;
        var attributes = message.Attributes;
        while (attributes.Next())
        {
            switch (attributes.Type)
            {
                case ConntrackAttribute.OriginalTuple:
                    original = ReadTuple(attributes.Nested);
                    break;
                case ConntrackAttribute.ReplyTuple:
                    reply = ReadTuple(attributes.Nested);
                    break;
                case ConntrackAttribute.Status when attributes.Value.Length == 4:
                    status = BinaryPrimitives.ReadUInt32BigEndian(attributes.Value.Span);
                    break;
                case ConntrackAttribute.Id when attributes.Value.Length == 4:
                    id = BinaryPrimitives.ReadUInt32BigEndian(attributes.Value.Span);
                    break;
                case ConntrackAttribute.Zone when attributes.Value.Length == 2:
                    zone = BinaryPrimitives.ReadUInt16BigEndian(attributes.Value.Span);
                    break;
            }
        }

        return original is { } there && reply is { } back
            ? new TrackedFlow(there.Protocol, there.Ends, back.Ends, (status & ExpectedStatus) != 0, id, zone)
            : null;
    }

    private static (byte Protocol, FlowTuple Ends)? ReadTuple(NetlinkAttributes attributes)
    {
        (Address? Source, Address? Destination) addresses = default;
        (byte Number, ushort Source, ushort Destination, IcmpQuery? Icmp) protocol = default;
        while (attributes.Next())
        {
            switch (attributes.Type)
            {
                case TupleAttribute.Addresses:
                    addresses = ReadAddresses(attributes.Nested);
                    break;
                case TupleAttribute.Protocol:
                    protocol = ReadProtocol(attributes.Nested);
                    break;
            }
        }

        return addresses is ({ } source, { } destination)
            ? (protocol.Number, new FlowTuple(source, destination, protocol.Source, protocol.Destination, protocol.Icmp))
            : null;
    }

    private static (Address? Source, Address? Destination) ReadAddresses(NetlinkAttributes attributes)
    {
        Address? source = null, destination = null;
        while (attributes.Next())
        {
            var value = attributes.Value.Span;
            switch (attributes.Type)
            {
                case AddressAttribute.SourceV4 when value.Length == 4:
                    source = new Address(Family.IPv4, BinaryPrimitives.ReadUInt32BigEndian(value));
                    break;
                case AddressAttribute.DestinationV4 when value.Length == 4:
                    destination = new Address(Family.IPv4, BinaryPrimitives.ReadUInt32BigEndian(value));
                    break;
                case AddressAttribute.SourceV6 when value.Length == 16:
                    source = new Address(Family.IPv6, BinaryPrimitives.ReadUInt128BigEndian(value));
                    break;
                case AddressAttribute.DestinationV6 when value.Length == 16:
                    destination = new Address(Family.IPv6, BinaryPrimitives.ReadUInt128BigEndian(value));
                    break;
            }
        }

        return (source, destination);
    }

    private static (byte Number, ushort Source, ushort Destination, IcmpQuery? Icmp) ReadProtocol(NetlinkAttributes attributes)
    {
        byte number = 0;
        ushort source = 0, destination = 0;
        IcmpQuery? icmp = null;
        while (attributes.Next())
        {
            var value = attributes.Value.Span;
            switch (attributes.Type)
            {
                case ProtocolAttribute.Number when value.Length == 1:
                    number = value[0];
                    break;
                case ProtocolAttribute.SourcePort when value.Length == 2:
                    source = BinaryPrimitives.ReadUInt16BigEndian(value);
                    break;
                case ProtocolAttribute.DestinationPort when value.Length == 2:
                    destination = BinaryPrimitives.ReadUInt16BigEndian(value);
                    break;
                case ProtocolAttribute.IcmpId or ProtocolAttribute.IcmpV6Id when value.Length == 2:
                    icmp = (icmp ?? default) with { Id = BinaryPrimitives.ReadUInt16BigEndian(value) };
                    break;
                case ProtocolAttribute.IcmpType or ProtocolAttribute.IcmpV6Type when value.Length == 1:
                    icmp = (icmp ?? default) with { Type = value[0] };
                    break;
                case ProtocolAttribute.IcmpCode or ProtocolAttribute.IcmpV6Code when value.Length == 1:
                    icmp = (icmp ?? default) with { Code = value[0] };
                    break;
            }
        }

        return (number, source, destination, icmp);
    }
}
