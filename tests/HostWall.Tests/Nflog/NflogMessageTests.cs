using System.Buffers.Binary;
using CsCheck;
using HostWall.Nflog;

namespace HostWall.Tests.Nflog;

/// <summary>What the kernel sends on a log group's socket.</summary>
public sealed class NflogMessageTests
{
    private const ushort Packet = 0x400;
    private const ushort Error = 2;

    [Fact]
    public void Several_packets_of_one_datagram_are_read_each()
    {
        byte[] datagram =
        [
            .. Message(Packet, [.. Attribute(10, "hw deny enforce rule web\0"u8), .. Attribute(4, [0, 0, 0, 7]), .. Attribute(5, [0, 0, 1, 0]), .. Attribute(12, [0, 0, 0, 9]), .. Attribute(9, [1, 2, 3])]),
            .. Message(Packet, Attribute(10, "other"u8)),
        ];

        var messages = NflogMessage.ReadAll(datagram).ToList();

        messages.Count.ShouldBe(2);
        (messages[0].Prefix, messages[0].In, messages[0].Out, messages[0].Sequence).ShouldBe(("hw deny enforce rule web", 7, 256, 9u));
        messages[0].Payload.ToArray().ShouldBe([1, 2, 3]);
        (messages[1].Prefix, messages[1].In, messages[1].Payload.Length).ShouldBe(("other", 0, 0));
    }

    [Fact]
    public void What_is_no_packet_is_passed_over()
        => NflogMessage.ReadAll((byte[])[.. Message(0x401, []), .. Message(Error, [0, 0, 0, 0]), .. Message(Packet, Attribute(10, "hw"u8))]).ShouldHaveSingleItem().Prefix.ShouldBe("hw");

    [Theory]
    [InlineData(-16, "another program reads it")]
    [InlineData(-1, "another program reads it, or the capability CAP_NET_ADMIN is missing")]
    [InlineData(-95, "errno 95")]
    public void A_refusal_is_told_in_words(int error, string words)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, error);

        Should.Throw<NflogRefusedException>(() => NflogMessage.ReadAll(Message(Error, bytes)).ToList())
            .Message.ShouldBe($"the kernel refused the log group: {words}");
    }

    [Fact]
    public void No_bytes_make_it_throw_anything_but_a_refusal()
    {
        ShouldRead(Message(Error, []));
        ShouldRead(Message(Packet, Attribute(4, [1])));
        Gen.Byte.Array[0, 200].Sample(ShouldRead);
        Gen.Select(Gen.OneOf(Packet, Error), Gen.Byte[0, 20].Array[0, 100]).Sample((type, rest) => ShouldRead([.. Message(type, rest), .. rest]));
    }

    private static void ShouldRead(byte[] datagram)
    {
        try
        {
            _ = NflogMessage.ReadAll(datagram).Count();
        }
        catch (NflogRefusedException)
        {
            // The kernel may say no.
        }
    }

    /// <summary>A netlink header, and for a packet the header of netfilter's netlink, before the rest.</summary>
    private static byte[] Message(ushort type, byte[] rest)
    {
        byte[] message = [.. new byte[16], .. type == Packet ? new byte[4] : [], .. rest];
        BinaryPrimitives.WriteInt32LittleEndian(message, message.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(4), type);
        return [.. message, .. new byte[-message.Length & 3]];
    }

    private static byte[] Attribute(ushort type, ReadOnlySpan<byte> value)
    {
        byte[] attribute = [0, 0, 0, 0, .. value, .. new byte[-value.Length & 3]];
        BinaryPrimitives.WriteUInt16LittleEndian(attribute, (ushort)(4 + value.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(attribute.AsSpan(2), type);
        return attribute;
    }
}
