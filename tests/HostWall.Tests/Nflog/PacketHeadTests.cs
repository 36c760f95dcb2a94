using CsCheck;
using HostWall.Nflog;

namespace HostWall.Tests.Nflog;

/// <summary>The head of a packet that somebody else wrote.</summary>
public sealed class PacketHeadTests
{
    private static readonly byte[] Ports = [0x9C, 0x40, 0x15, 0x38, 0, 0, 0, 0];

    [Theory]
    [InlineData(6, "tcp")]
    [InlineData(17, "udp")]
    [InlineData(132, "sctp")]
    public void Addresses_and_ports_of_both_families_are_read(byte protocol, string text)
    {
        Read([.. V4(protocol), .. Ports]).ShouldBe($"192.0.2.1:40000 198.51.100.2:5432 {text}");
        Read([.. V6(protocol), .. Ports]).ShouldBe($"2001:db8::1:40000 2001:db8::2:5432 {text}");
    }

    [Fact]
    public void A_protocol_without_ports_has_none()
    {
        Read([.. V4(1), .. Ports]).ShouldBe("192.0.2.1: 198.51.100.2: icmp");
        Read([.. V6(58), .. Ports]).ShouldBe("2001:db8::1: 2001:db8::2: icmpv6");
        Read([.. V4(47), .. Ports]).ShouldBe("192.0.2.1: 198.51.100.2: 47");
    }

    [Fact]
    public void Options_of_ipv4_stand_before_the_ports()
    {
        var packet = V4(6);
        packet[0] = 0x46;
        Read([.. packet, 1, 1, 1, 1, .. Ports]).ShouldBe("192.0.2.1:40000 198.51.100.2:5432 tcp");
    }

    [Fact]
    public void A_later_fragment_has_no_ports()
    {
        var packet = V4(17);
        (packet[6], packet[7]) = (0x20, 0);
        Read([.. packet, .. Ports]).ShouldBe("192.0.2.1:40000 198.51.100.2:5432 udp", "the first one has");
        packet[7] = 185;
        Read([.. packet, .. Ports]).ShouldBe("192.0.2.1: 198.51.100.2: udp");

        Read([.. V6(44), 17, 0, 0, 1, 0, 0, 0, 7, .. Ports]).ShouldBe("2001:db8::1:40000 2001:db8::2:5432 udp", "the first one has");
        Read([.. V6(44), 17, 0, 5, 0xC8, 0, 0, 0, 7, .. Ports]).ShouldBe("2001:db8::1: 2001:db8::2: udp");
    }

    [Fact]
    public void Extension_headers_of_ipv6_stand_before_the_ports()
        => Read([.. V6(0), 60, 0, 1, 4, 0, 0, 0, 0, 43, 1, .. new byte[14], 6, 0, .. new byte[6], .. Ports]).ShouldBe("2001:db8::1:40000 2001:db8::2:5432 tcp");

    [Fact]
    public void A_head_that_is_cut_off_has_no_ports()
    {
        Read([.. V4(6), .. Ports[..3]]).ShouldBe("192.0.2.1: 198.51.100.2: tcp");
        Read([.. V6(6), .. Ports[..3]]).ShouldBe("2001:db8::1: 2001:db8::2: tcp");
        Read(V4(6)[..19]).ShouldBeNull();
        Read(V6(6)[..39]).ShouldBeNull();
        Read([]).ShouldBeNull();
    }

    [Fact]
    public void No_bytes_make_it_throw()
    {
        var first = Gen.OneOf(Gen.Byte, Gen.Byte[0x40, 0x4F], Gen.Byte[0x60, 0x6F]);
        Gen.Select(first, Gen.Byte.Array[0, 150]).Sample((version, rest) => PacketHead.Read([version, .. rest]));
        Gen.Select(Gen.OneOf<byte>(0, 43, 44, 60, 6), Gen.OneOf<byte>(0, 6, 43, 44, 60, 255).Array[0, 100]).Sample((next, rest) => PacketHead.Read([.. V6(next), .. rest]));
    }

    private static string? Read(byte[] packet)
        => PacketHead.Read(packet) is { } head ? $"{head.Source}:{head.SourcePort} {head.Destination}:{head.DestinationPort} {head.ProtocolText}" : null;

    private static byte[] V4(byte protocol) => [0x45, 0, 0, 0, 0, 0, 0, 0, 64, protocol, 0, 0, 192, 0, 2, 1, 198, 51, 100, 2];

    private static byte[] V6(byte next) =>
    [
        0x60, 0, 0, 0, 0, 0, next, 64,
        0x20, 1, 0x0D, 0xB8, .. new byte[11], 1,
        0x20, 1, 0x0D, 0xB8, .. new byte[11], 2,
    ];
}
