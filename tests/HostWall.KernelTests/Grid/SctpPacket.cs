using System.Buffers.Binary;
using System.Numerics;
using HostWall.Core.Addressing;

namespace HostWall.KernelTests.Grid;

/// <summary>
/// The first two packets of an SCTP association (RFC 9260). Few kernels have SCTP itself, but all of them filter and track it: so both sides are
/// written by hand.
/// </summary>
internal static class SctpPacket
{
    private const byte InitChunk = 1, InitAckChunk = 2;
    private const int Length = 32;
    private const uint Tag = 0x48770001;

    /// <summary>The packet that opens an association.</summary>
    public static byte[] Init(ushort sourcePort, ushort port) => Packet(InitChunk, sourcePort, port, verificationTag: 0);

    /// <summary>The answer to an INIT; null to anything else.</summary>
    public static byte[]? AnswerTo(ReadOnlySpan<byte> packet) => packet.Length >= Length && packet[12] == InitChunk
        ? Packet(InitAckChunk, BinaryPrimitives.ReadUInt16BigEndian(packet[2..]), BinaryPrimitives.ReadUInt16BigEndian(packet), BinaryPrimitives.ReadUInt32BigEndian(packet[16..]))
        : null;

    /// <summary>Whether it answers what <see cref="Init"/> asked.</summary>
    public static bool IsAnswer(ReadOnlySpan<byte> packet, ushort sourcePort, ushort port)
        => packet.Length >= Length && packet[12] == InitAckChunk
            && BinaryPrimitives.ReadUInt16BigEndian(packet) == port && BinaryPrimitives.ReadUInt16BigEndian(packet[2..]) == sourcePort;

    /// <summary>A raw socket shows the header of IPv4 and none of IPv6.</summary>
    public static ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> received, Family family)
        => family == Family.IPv4 ? received[Math.Min(received.Length, 4 * (received[0] & 15))..] : received;

    private static byte[] Packet(byte chunk, ushort sourcePort, ushort port, uint verificationTag)
    {
        var packet = new byte[Length];
        BinaryPrimitives.WriteUInt16BigEndian(packet, sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), port);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), verificationTag);
        packet[12] = chunk;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(14), 20);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(16), Tag);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(20), 65536);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(24), 1);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(26), 1);
        BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(8), Crc32C(packet));
        return packet;
    }

    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
