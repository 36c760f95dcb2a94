namespace HostWall.Versions;

/// <summary>
/// Holds a state folder for one process: two daemons on one folder would write over each other's versions. The kernel lets
/// go of it when the process ends, however it ends.
/// </summary>
public sealed class StateLock : IDisposable
{
    private const int WouldBlock = 11; // EWOULDBLOCK: somebody else holds the flock

    private const int ReadOnlyFileSystem = 30; // EROFS

    private readonly FileStream _file;

    private StateLock(FileStream file) => _file = file;

    /// <exception cref="StateFailedException">Another process holds the folder, or the lock file cannot be made.</exception>
    public static StateLock Take(string stateFolder)
    {
        new DurableFiles().CreateFolder(stateFolder);
        var path = Path.Combine(stateFolder, "lock");
        try
        {
            return new StateLock(Open(path));
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            throw new StateFailedException(
                stateFolder, "lock", "another hostwall daemon uses it", $"stop that one (`fuser -v {path}` names it) or give another --state", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateFailedException(path, "lock", e);
        }
    }

    public void Dispose() => _file.Dispose();

    private static FileStream Open(string path)
    {
        try
        {
            // FileShare.None is flock(LOCK_EX | LOCK_NB) on Linux.
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = DurableFiles.FileMode0600,
            });
        }
        catch (IOException e) when (e.HResult == ReadOnlyFileSystem && File.Exists(path))
        {
            // A disk that came up read-only still has the version in force; without it the host would be open.
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None);
        }
    }
}
