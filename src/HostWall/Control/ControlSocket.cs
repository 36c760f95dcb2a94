using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace HostWall.Control;

/// <summary>Makes the socket's file so that at no moment anybody gets in who should not.</summary>
internal static class ControlSocket
{
    private const int NoSuchDeviceOrAddress = 6; // ENXIO

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerAndGroup = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>A bound socket that does not listen yet, mode 0660, of the group; without a group only its owner gets in.</summary>
    /// <exception cref="ControlSocketException">Another daemon listens there, or the file cannot be made.</exception>
    public static Socket Bind(string path, uint? group)
    {
        RemoveStale(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // The mode of an unbound socket becomes, less the umask, that of the file which bind makes.
            using (var handle = new SafeFileHandle(socket.Handle, ownsHandle: false))
            {
                File.SetUnixFileMode(handle, OwnerOnly);
            }

            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!); // only the root itself has no folder
            socket.Bind(new UnixDomainSocketEndPoint(path));
            if (group is { } number && Libc.ChangeOwner(path, Libc.Unchanged, number) != 0)
            {
                throw new ControlSocketException(path, Marshal.GetLastPInvokeErrorMessage());
            }

            File.SetUnixFileMode(path, OwnerAndGroup);
            return socket;
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            socket.Dispose();
            throw new ControlSocketException(path, e.Message, e);
        }
    }

    private static void RemoveStale(string path)
    {
        if (!Path.Exists(path))
        {
            return;
        }

        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused && IsSocket(path))
        {
            File.Delete(path);
            return;
        }
        catch (SocketException e)
        {
            throw new ControlSocketException(path, e.Message, e);
        }

        throw new ControlSocketException(path, "another hostwall daemon listens there; stop that one or give another --socket");
    }

    /// <summary>Connecting to a file of any other kind is refused as well, and such a file is not ours to delete. Only a socket cannot be opened.</summary>
    private static bool IsSocket(string path)
    {
        try
        {
            File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite).Dispose();
            return false;
        }
        catch (IOException e)
        {
            return e.HResult == NoSuchDeviceOrAddress;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}

/// <summary>The control socket cannot be made.</summary>
public sealed class ControlSocketException(string path, string reason, Exception? inner = null)
    : Exception($"cannot listen on {path}: {reason}", inner)
{
    public string Path { get; } = path;

    public string Reason { get; } = reason;
}
