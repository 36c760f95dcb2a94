namespace HostWall.Versions;

/// <summary>
/// The steps that stored versions are made of, each all or nothing for whoever reads afterwards. A seam, so that tests can
/// crash between any two steps. Every step throws <see cref="StateFailedException"/> when the world refuses.
/// </summary>
internal interface IDurableFiles
{
    /// <summary>Makes a folder of mode 0700.</summary>
    void CreateFolder(string path);

    /// <summary>Makes a file of mode 0600, writes and fsyncs it; its name is durable only after the folder's fsync.</summary>
    void CreateFile(string path, ReadOnlyMemory<byte> content);

    /// <summary>Makes the names in the folder durable: what was created, renamed or deleted there.</summary>
    void SyncFolder(string path);

    /// <summary>rename(2): a file replaces a file, a folder takes a free name.</summary>
    void Rename(string from, string to);

    /// <summary>Deletes a file, or a folder with all in it.</summary>
    void Delete(string path);
}
