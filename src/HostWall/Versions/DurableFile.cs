namespace HostWall.Versions;

/// <summary>One small file that is replaced as a whole: after a crash at any moment it is the old or the new one.</summary>
public static class DurableFile
{
    /// <summary>Writes the file and returns when it is on the disk.</summary>
    /// <exception cref="StateFailedException">The disk is full, read-only or out of reach; the old file is untouched.</exception>
    public static void Write(string path, ReadOnlyMemory<byte> content, UnixFileMode mode = DurableFiles.FileMode0600)
    {
        var files = new DurableFiles();
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!; // only the root itself has no folder
        var staged = Path.Combine(folder, $".{Path.GetFileName(path)}.staged");

        files.Delete(staged);
        DurableFiles.CreateFile(staged, content, mode);
        files.Rename(staged, path);
        files.SyncFolder(folder);
    }
}
