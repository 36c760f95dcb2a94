using System.ComponentModel;
using System.Net;
using System.Runtime.InteropServices;
using HostWall.Core.Addressing;

namespace HostWall.KernelTests.Grid;

/// <summary>What is waited for at a socket, and what came.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    public int Descriptor;
    public short Wanted;
    public short Seen;
}

/// <summary>
/// A non-blocking socket as the kernel has it: hundreds of refusals in a step are error numbers here, where .NET's own sockets throw each of them,
/// and a thread waits for hundreds of sockets at once.
/// </summary>
internal sealed partial class BareSocket : IDisposable
{
    public const int NoError = 0, NotPermitted = 1, WouldBlock = 11, NoAccess = 13, ConnectionReset = 104, ConnectionRefused = 111, NoRouteToHost = 113, InProgress = 115;

    public const short Readable = 1, Writable = 4;

    private const int AfInet = 2, AfInet6 = 10, Stream = 1, Datagram = 2, Raw = 3, NonBlocking = 0x800, CloseOnExec = 0x80000, IcmpNumber = 1, IcmpV6Number = 58, SctpNumber = 132;
    private const int SolSocket = 1, ReuseAddress = 2, Error = 4, Linger = 13, Ipv6Level = 41, V6Only = 26;

    private readonly int _descriptor;

    private BareSocket(int descriptor) => _descriptor = descriptor;

    public int Descriptor => _descriptor;

    /// <summary>In the calling thread's network namespace. ICMP and SCTP are raw sockets: packets are written by hand.</summary>
    /// <exception cref="Win32Exception">The kernel does not have it.</exception>
    public static BareSocket Open(Family family, Protocol protocol)
    {
        var (kind, number) = protocol switch
        {
            Protocol.Tcp => (Stream, 0),
            Protocol.Udp => (Datagram, 0),
            Protocol.Sctp => (Raw, SctpNumber),
            Protocol.Icmp => (Raw, family == Family.IPv4 ? IcmpNumber : IcmpV6Number),
        };
        var socket = new BareSocket(Checked(SocketCall(family == Family.IPv4 ? AfInet : AfInet6, kind | NonBlocking | CloseOnExec, number)));
        socket.Set(SolSocket, ReuseAddress, 1);
        if (family == Family.IPv6 && kind != Raw)
        {
            socket.Set(Ipv6Level, V6Only, 1);
        }

        return socket;
    }

    public void Bind(IPEndPoint at)
    {
        var address = at.Serialize();
        Checked(BindCall(_descriptor, ref First(address), address.Size));
    }

    public void Listen() => Checked(ListenCall(_descriptor, 512));

    /// <summary>The error number; <see cref="InProgress"/> where it is not known yet.</summary>
    public int Connect(IPEndPoint to)
    {
        var address = to.Serialize();
        return ConnectCall(_descriptor, ref First(address), address.Size) == 0 ? NoError : Marshal.GetLastPInvokeError();
    }

    /// <summary>The error number of what went on in the meantime.</summary>
    public int TakeError()
    {
        var (error, size) = (0, sizeof(int));
        Checked(GetOption(_descriptor, SolSocket, Error, ref error, ref size));
        return error;
    }

    public int Send(ReadOnlySpan<byte> packet)
        => SendCall(_descriptor, ref MemoryMarshal.GetReference(packet), packet.Length, 0) >= 0 ? NoError : Marshal.GetLastPInvokeError();

    /// <summary>The length, or a negative error number.</summary>
    public int Receive(Span<byte> buffer)
        => ReceiveCall(_descriptor, ref MemoryMarshal.GetReference(buffer), buffer.Length, 0) is var length and >= 0 ? (int)length : -Marshal.GetLastPInvokeError();

    /// <summary>The length, or a negative error number; the sender is for <see cref="SendTo"/>.</summary>
    public int ReceiveFrom(Span<byte> buffer, SocketAddress sender)
    {
        var size = sender.Size;
        return ReceiveFromCall(_descriptor, ref MemoryMarshal.GetReference(buffer), buffer.Length, 0, ref First(sender), ref size) is var length and >= 0 ? (int)length : -Marshal.GetLastPInvokeError();
    }

    /// <summary>An answer that a rule drops is the asker's to notice.</summary>
    public void SendTo(ReadOnlySpan<byte> packet, SocketAddress to)
        => SendToCall(_descriptor, ref MemoryMarshal.GetReference(packet), packet.Length, 0, ref First(to), to.Size);

    /// <summary>Accepts all who wait and hangs up.</summary>
    public void AcceptAll()
    {
        while (AcceptCall(_descriptor, 0, 0) is var peer and >= 0)
        {
            CloseCall(peer);
        }
    }

    /// <summary>Ends the connection with a reset, so that thousands of probes leave no TIME_WAIT.</summary>
    public void ResetAtEnd()
    {
        const int on = 1, seconds = 0;
        var linger = ((long)seconds << 32) | on;
        Checked(SetOption(_descriptor, SolSocket, Linger, ref linger, sizeof(long)));
    }

    /// <summary>Waits until something wanted is there, at most that long.</summary>
    public static void Poll(Span<PollEntry> entries, TimeSpan limit)
        => PollCall(ref MemoryMarshal.GetReference(entries), (nuint)entries.Length, Math.Max(0, (int)Math.Ceiling(limit.TotalMilliseconds)));

    public void Dispose() => CloseCall(_descriptor);

    private void Set(int level, int option, long value) => Checked(SetOption(_descriptor, level, option, ref value, sizeof(int)));

    private static ref byte First(SocketAddress address) => ref MemoryMarshal.GetReference(address.Buffer.Span);

    private static int Checked(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int SocketCall(int domain, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static partial int BindCall(int descriptor, ref byte address, int size);

    [LibraryImport("libc", EntryPoint = "listen", SetLastError = true)]
    private static partial int ListenCall(int descriptor, int backlog);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    private static partial int ConnectCall(int descriptor, ref byte address, int size);

    [LibraryImport("libc", EntryPoint = "accept", SetLastError = true)]
    private static partial int AcceptCall(int descriptor, nint address, nint size);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint SendCall(int descriptor, ref byte buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint ReceiveCall(int descriptor, ref byte buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "sendto", SetLastError = true)]
    private static partial nint SendToCall(int descriptor, ref byte buffer, nint length, int flags, ref byte address, int size);

    [LibraryImport("libc", EntryPoint = "recvfrom", SetLastError = true)]
    private static partial nint ReceiveFromCall(int descriptor, ref byte buffer, nint length, int flags, ref byte address, ref int size);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    private static partial int GetOption(int descriptor, int level, int option, ref int value, ref int size);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(int descriptor, int level, int option, ref long value, int size);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int PollCall(ref PollEntry entries, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int CloseCall(int descriptor);
}
