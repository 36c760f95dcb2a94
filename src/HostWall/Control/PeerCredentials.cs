using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using HostWall.Core;

namespace HostWall.Control;

/// <summary>Who is at the other end of a Unix socket, as the kernel noted it when they connected.</summary>
/// <param name="Pid">0 where the process is in another PID namespace.</param>
/// <param name="Groups">The effective group, then the supplementary ones.</param>
internal sealed record PeerCredentials(uint Uid, int Pid, EquatableArray<uint> Groups)
{
    private const int SolSocket = 1; // the numbers of x86, ARM and RISC-V, which is where the program runs
    private const int SoPeerCred = 17;
    private const int SoPeerGroups = 59; // Linux 4.13

    /// <summary>The kernel's own bound of supplementary groups.</summary>
    private const int MostGroups = 65536;

    public static PeerCredentials Of(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[12]; // struct ucred: pid, uid, gid
        socket.GetRawSocketOption(SolSocket, SoPeerCred, credentials);
        var fields = MemoryMarshal.Cast<byte, uint>(credentials);

        var groups = new byte[MostGroups * sizeof(uint)];
        var length = socket.GetRawSocketOption(SolSocket, SoPeerGroups, groups);
        return new PeerCredentials(fields[1], BinaryPrimitives.ReadInt32LittleEndian(credentials), [fields[2], .. MemoryMarshal.Cast<byte, uint>(groups.AsSpan(0, length))]);
    }
}
