using System.Buffers.Binary;
using CsCheck;
using HostWall.Conntrack;
using HostWall.Core.Evaluate;
using HostWall.Netlink;
using HostWall.Scenarios;

namespace HostWall.Tests.Conntrack;

/// <summary>What the kernel says of its open flows, and how it is asked.</summary>
public sealed class ConntrackMessageTests
{
    private const ushort NewEntry = 1 << 8;

    private static readonly TrackedFlow Dnated = new(
        6,
        new FlowTuple(InventoryReader.ReadAddress("203.0.113.10"), InventoryReader.ReadAddress("192.0.2.1"), 40000, 80, Icmp: null),
        new FlowTuple(InventoryReader.ReadAddress("172.18.0.2"), InventoryReader.ReadAddress("203.0.113.10"), 8080, 40000, Icmp: null),
        IsExpected: false,
        Id: 0xDEADBEEF,
        Zone: 0);

    private static readonly TrackedFlow Ping6 = new(
        58,
        new FlowTuple(InventoryReader.ReadAddress("2001:db8::1"), InventoryReader.ReadAddress("2001:db8::2"), 0, 0, new IcmpQuery(128, 0, 77)),
        new FlowTuple(InventoryReader.ReadAddress("2001:db8::2"), InventoryReader.ReadAddress("2001:db8::1"), 0, 0, new IcmpQuery(129, 0, 77)),
        IsExpected: true,
        Id: 5,
        Zone: 9);

    public static TheoryData<TrackedFlow> Flows() => [Dnated, Ping6];

    [Theory]
    [MemberData(nameof(Flows))]
    public void An_entry_is_read_as_the_kernel_tells_it(TrackedFlow flow) => ReadAll(Entry(flow)).ShouldHaveSingleItem().ShouldBe(flow);

    [Fact]
    public void Several_entries_of_one_datagram_are_read_each()
        => ReadAll([.. Entry(Dnated), .. Entry(Ping6)]).ShouldBe([Dnated, Ping6]);

    /// <summary>The request to end a flow holds its original tuple in the form in which the kernel tells it.</summary>
    [Theory]
    [MemberData(nameof(Flows))]
    public void A_flow_is_ended_by_its_ends_its_id_and_its_zone(TrackedFlow flow)
    {
        var messages = new NetlinkMessages(ConntrackRequest.Delete(flow));
        messages.Next().ShouldBeTrue();
        messages.Type.ShouldBe((ushort)((1 << 8) | 2));
        var attributes = new Dictionary<int, byte[]>();
        for (var read = messages.Attributes; read.Next();)
        {
            attributes.Add(read.Type, read.Value.ToArray());
        }

        BinaryPrimitives.ReadUInt32BigEndian(attributes[12]).ShouldBe(flow.Id);
        (attributes.TryGetValue(18, out var zone) ? BinaryPrimitives.ReadUInt16BigEndian(zone) : 0).ShouldBe(flow.Zone);
        attributes[1].ShouldBe(Tuple(flow.Protocol, flow.Original));
    }

    [Fact]
    public void No_bytes_make_it_throw()
    {
        Gen.Byte.Array[0, 200].Sample(bytes => { ReadAll(bytes); });
        Gen.Byte[0, 20].Array[0, 120].Sample(rest => { ReadAll([.. Message(rest), .. rest]); });
    }

    private static List<TrackedFlow> ReadAll(byte[] datagram)
    {
        var flows = new List<TrackedFlow>();
        var messages = new NetlinkMessages(datagram);
        while (messages.Next())
        {
            if (ConntrackMessage.Read(messages) is { } flow)
            {
                flows.Add(flow);
            }
        }

        return flows;
    }

    private static byte[] Entry(TrackedFlow flow) => Message(
    [
        .. Attribute(1, Tuple(flow.Protocol, flow.Original), nested: true),
        .. Attribute(2, Tuple(flow.Protocol, flow.Reply), nested: true),
        .. Attribute(3, [0, 0, 1, (byte)(0x8E | (flow.IsExpected ? 1 : 0))]),
        .. Attribute(7, [0, 0, 0, 60]),
        .. Attribute(12, Bytes(flow.Id)),
        .. flow.Zone == 0 ? [] : Attribute(18, Bytes(flow.Zone)),
    ]);

    private static byte[] Tuple(byte protocol, FlowTuple ends)
    {
        var isV6 = ends.Source.Width == 128;
        byte[] addresses = [.. Attribute(isV6 ? 3 : 1, Bytes(ends.Source.Bits, ends.Source.Width / 8)), .. Attribute(isV6 ? 4 : 2, Bytes(ends.Destination.Bits, ends.Source.Width / 8))];
        byte[] numbers = ends.Icmp is { } icmp
            ? [.. Attribute(isV6 ? 7 : 4, Bytes(icmp.Id)), .. Attribute(isV6 ? 8 : 5, [icmp.Type]), .. Attribute(isV6 ? 9 : 6, [icmp.Code])]
            : [.. Attribute(2, Bytes(ends.SourcePort)), .. Attribute(3, Bytes(ends.DestinationPort))];
        return [.. Attribute(1, addresses, nested: true), .. Attribute(2, [.. Attribute(1, [protocol]), .. numbers], nested: true)];
    }

    private static byte[] Message(byte[] attributes)
    {
        byte[] message = [.. new byte[20], .. attributes];
        BinaryPrimitives.WriteInt32LittleEndian(message, message.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(4), NewEntry);
        return message;
    }

    private static byte[] Attribute(int type, byte[] value, bool nested = false)
        => [.. BitConverter.GetBytes((ushort)(value.Length + 4)), .. BitConverter.GetBytes((ushort)(type | (nested ? 0x8000 : 0))), .. value, .. new byte[-value.Length & 3]];

    private static byte[] Bytes(uint value) => Bytes(value, 4);

    private static byte[] Bytes(ushort value) => Bytes(value, 2);

    private static byte[] Bytes(UInt128 value, int length)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return bytes[(16 - length)..];
    }
}
