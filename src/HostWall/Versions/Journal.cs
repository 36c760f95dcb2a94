using System.Globalization;
using System.Text.Json;

namespace HostWall.Versions;

/// <summary>
/// Every change made to the kernel, and why: <c>journal/YYYY-MM-DD.jsonl</c>, by UTC day, one JSON line each. There is one
/// writer (the reconciler, under the <see cref="StateLock"/>), so that the end of the file is where it left it.
/// </summary>
public sealed class Journal
{
    private readonly string _folder;

    private Journal(string folder) => _folder = folder;

    /// <exception cref="StateFailedException"/>
    public static Journal Open(string stateFolder)
    {
        var folder = Path.Combine(stateFolder, "journal");
        new DurableFiles().CreateFolder(folder);
        return new Journal(folder);
    }

    /// <summary>Adds one line; a durable one is on the disk when this returns, others when the kernel sees fit.</summary>
    /// <exception cref="StateFailedException">The line is missing or torn; the next one begins on a line of its own.</exception>
    public void Append(JournalEntry entry, bool durable)
    {
        var day = entry.Time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var path = Path.Combine(_folder, day + ".jsonl");
        var isNew = StateFailedException.Guard(path, "append to", () => Append(path, entry, durable));
        if (durable && isNew)
        {
            new DurableFiles().SyncFolder(_folder);
        }
    }

    private static bool Append(string path, JournalEntry entry, bool durable)
    {
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite,
            BufferSize = 0,
            UnixCreateMode = DurableFiles.FileMode0600,
        });
        var isNew = file.Length == 0;
        var line = JsonSerializer.SerializeToUtf8Bytes(entry, StateJson.Line.JournalEntry);

        // One write, so that a crash tears at most this line.
        file.Write(EndsTorn(file) ? [(byte)'\n', .. line, (byte)'\n'] : [.. line, (byte)'\n']);
        if (durable)
        {
            file.Flush(flushToDisk: true);
        }

        return isNew;
    }

    /// <summary>Whether the last line was cut off; leaves the file at its end.</summary>
    private static bool EndsTorn(FileStream file)
    {
        if (file.Length == 0)
        {
            return false;
        }

        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() != '\n';
    }
}
