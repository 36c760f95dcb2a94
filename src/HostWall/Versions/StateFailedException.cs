namespace HostWall.Versions;

/// <summary>The state folder could not be read or written; what was stored before is untouched.</summary>
public sealed class StateFailedException : Exception
{
    // On Linux an IOException without a .NET type of its own carries the errno as its HResult.
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int QuotaExceeded = 122;

    public StateFailedException(string path, string operation, Exception inner)
        : this(path, operation, ReasonOf(inner), RemedyOf(inner), inner)
    {
    }

    public StateFailedException(string path, string operation, string reason, string remedy, Exception? inner = null)
        : base($"cannot {operation} {path}: {reason}; {remedy}", inner)
    {
        Path = path;
        Operation = operation;
        Reason = reason;
        Remedy = remedy;
    }

    /// <summary>The file or folder that the operation was about.</summary>
    public string Path { get; }

    /// <summary>A verb that reads on with the path: "write", "rename", "lock".</summary>
    public string Operation { get; }

    public string Reason { get; }

    /// <summary>What the operator can do about it, as an imperative.</summary>
    public string Remedy { get; }

    /// <summary>Runs file I/O, and turns the failures of the world into this exception.</summary>
    internal static T Guard<T>(string path, string operation, Func<T> io)
    {
        try
        {
            return io();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateFailedException(path, operation, e);
        }
    }

    /// <inheritdoc cref="Guard{T}"/>
    internal static void Guard(string path, string operation, Action io) =>
        Guard(path, operation, () =>
        {
            io();
            return true;
        });

    private static string ReasonOf(Exception inner) => inner switch
    {
        UnauthorizedAccessException => "permission denied",
        IOException { HResult: NoSpace } => "no space left on the file system",
        IOException { HResult: QuotaExceeded } => "the disk quota is used up",
        IOException { HResult: ReadOnlyFileSystem } => "the file system is read-only",
        FileNotFoundException or DirectoryNotFoundException => "it does not exist",
        _ => inner.Message,
    };

    private static string RemedyOf(Exception inner) => inner switch
    {
        UnauthorizedAccessException => "check owner (root), mode (0700) and that the file system is writable",
        IOException { HResult: NoSpace or QuotaExceeded } => "free some space and try again",
        IOException { HResult: ReadOnlyFileSystem } => "mount it writable and try again",
        FileNotFoundException or DirectoryNotFoundException => "check the state folder (--state)",
        _ => "check the disk and its file system (dmesg)",
    };
}
