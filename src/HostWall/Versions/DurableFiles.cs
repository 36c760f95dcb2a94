using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace HostWall.Versions;

/// <summary>The real file system, with an fsync at every place where a crash could lose something.</summary>
internal sealed partial class DurableFiles : IDurableFiles
{
    private const int ReadOnlyCloseOnExec = 0x80000; // O_RDONLY | O_CLOEXEC, the same on every Linux that .NET runs on

    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    internal const UnixFileMode FileMode0600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public void CreateFolder(string path) =>
        StateFailedException.Guard(path, "create", () => Directory.CreateDirectory(path, FolderMode));

    public void CreateFile(string path, ReadOnlyMemory<byte> content) => CreateFile(path, content, FileMode0600);

    public static void CreateFile(string path, ReadOnlyMemory<byte> content, UnixFileMode mode) =>
        StateFailedException.Guard(path, "write", () =>
        {
            using var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                BufferSize = 0,
                UnixCreateMode = mode,
            });
            file.Write(content.Span);
            file.Flush(flushToDisk: true);
        });

    public void SyncFolder(string path) =>
        StateFailedException.Guard(path, "sync", () =>
        {
            // .NET refuses to open a folder; its fsync of a handle is usable as it is.
            using var folder = new SafeFileHandle(Open(path, ReadOnlyCloseOnExec), ownsHandle: true);
            if (folder.IsInvalid)
            {
                throw new IOException(Marshal.GetLastPInvokeErrorMessage(), Marshal.GetLastPInvokeError());
            }

            RandomAccess.FlushToDisk(folder);
        });

    public void Rename(string from, string to) =>
        StateFailedException.Guard(to, "rename a staged file to", () =>
        {
            if (Directory.Exists(from))
            {
                Directory.Move(from, to);
            }
            else
            {
                File.Move(from, to, overwrite: true);
            }
        });

    public void Delete(string path) =>
        StateFailedException.Guard(path, "delete", () =>
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }
        });

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
