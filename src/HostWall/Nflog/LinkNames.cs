using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace HostWall.Nflog;

/// <summary>Names of links by index, asked of the kernel in the socket's network namespace and kept: a packet is not worth a system call. A bridge that is renamed keeps its old name in the log until the daemon restarts.</summary>
internal sealed partial class LinkNames(Socket socket)
{
    private const int Longest = 16;
    private const int SizeOfRequest = 40;
    private const nuint GetName = 0x8910;
    private const int MostKept = 1024;

    private readonly Dictionary<int, string> _names = [];

    public string Of(int index)
    {
        if (index == 0)
        {
            return "";
        }

        if (!_names.TryGetValue(index, out var name))
        {
            if (_names.Count >= MostKept)
            {
                _names.Clear();
            }

            name = Ask(index);
            _names[index] = name;
        }

        return name;
    }

    private unsafe string Ask(int index)
    {
        // struct ifreq: the name goes out, the index behind it goes in.
        var request = stackalloc byte[SizeOfRequest];
        new Span<byte>(request, SizeOfRequest).Clear();
        BinaryPrimitives.WriteInt32LittleEndian(new Span<byte>(request + Longest, sizeof(int)), index);
        return ioctl((int)socket.Handle, GetName, request) != 0
            ? $"link {index}"
            : Encoding.UTF8.GetString(request, new ReadOnlySpan<byte>(request, Longest).IndexOf((byte)0));
    }

    [LibraryImport("libc")]
    private static unsafe partial int ioctl(int descriptor, nuint request, byte* argument);
}
