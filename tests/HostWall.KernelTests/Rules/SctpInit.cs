using System.Buffers.Binary;
using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using HostWall.Core.Addressing;

namespace HostWall.KernelTests.Rules;

/// <summary>The packet that opens an SCTP association. Few kernels have SCTP itself, but all filter it: the packet is written by hand.</summary>
internal static partial class SctpInit
{
    /// <summary>Header and INIT chunk with the checksum that conntrack looks at (RFC 9260).</summary>
    public static byte[] Packet(ushort sourcePort, ushort port)
    {
        var packet = new byte[32];
        BinaryPrimitives.WriteUInt16BigEndian(packet, sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), port);
        packet[12] = 1;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(14), 20);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(16), 0x48770001);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(20), 65536);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(24), 1);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(26), 1);
        BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(8), Crc32C(packet));
        return packet;
    }

    /// <summary>A raw socket of that protocol in the calling thread's network namespace; .NET itself knows no SCTP.</summary>
    public static Socket OpenSocket(Family family)
    {
        const int AfInet = 2, AfInet6 = 10, SockRawCloseOnExec = 3 | 0x80000, Sctp = 132;
        var descriptor = OpenSocket(family == Family.IPv4 ? AfInet : AfInet6, SockRawCloseOnExec, Sctp);
        return descriptor >= 0 ? new Socket(new SafeSocketHandle(descriptor, ownsHandle: true)) : throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int OpenSocket(int domain, int type, int protocol);

    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc = System.Numerics.BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
