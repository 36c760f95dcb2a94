using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace HostWall.Netlink;

/// <summary>A netlink socket to netfilter in the network namespace of the calling thread. .NET has no address family for netlink, but serves its descriptor.</summary>
internal static partial class NetlinkSocket
{
    private const int AfNetlink = 16;
    private const int SockRawCloseOnExec = 3 | 0x80000;
    private const int NetlinkNetfilter = 12;

    /// <exception cref="Win32Exception">The kernel has no netfilter netlink, or the caller lacks CAP_NET_ADMIN.</exception>
    public static unsafe Socket Open()
    {
        var descriptor = socket(AfNetlink, SockRawCloseOnExec, NetlinkNetfilter);
        if (descriptor < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), "netlink socket to netfilter");
        }

        var opened = new Socket(new SafeSocketHandle(descriptor, ownsHandle: true));
        var address = stackalloc byte[12];
        new Span<byte>(address, 12).Clear();
        *(ushort*)address = AfNetlink;
        if (bind(descriptor, address, 12) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            opened.Dispose();
            throw new Win32Exception(error, "bind of the netlink socket");
        }

        return opened;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int socket(int domain, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial int bind(int descriptor, byte* address, int length);
}
