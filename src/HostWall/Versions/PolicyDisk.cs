using HostWall.Core;

namespace HostWall.Versions;

/// <summary>Reads policy files from a disk, bounded, and says in the operator's words why one cannot be read.</summary>
internal static class PolicyDisk
{
    public static PolicyFile Read(string name, string path)
    {
        if (Directory.Exists(path))
        {
            throw new PolicyUnreadableException(path, "is a folder", "give a file of TOML text");
        }

        return Guard(path, () =>
        {
            // Bounded while reading, not by the length that the file system tells: /dev/zero has none.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            var buffer = new byte[PolicyFile.MaxBytes + 1];
            var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return PolicyFile.Read(name, path, buffer.AsSpan(0, length));
        });
    }

    public static EquatableArray<PolicyFile> ReadDropIns(string folder)
    {
        var dropIns = Path.Combine(folder, PolicyFile.DropInFolder);
        if (File.Exists(dropIns))
        {
            throw new PolicyUnreadableException(dropIns, "is not a folder", "make it a folder of *.toml files, or remove it");
        }

        if (!Directory.Exists(dropIns))
        {
            return [];
        }

        // As a shell's *.toml: other names (README, backups) and hidden ones (an editor's swap file) are not policy.
        return Guard(dropIns, () => Directory.EnumerateFileSystemEntries(dropIns)
            .Select(path => Path.GetFileName(path))
            .Where(leaf => leaf.EndsWith(".toml", StringComparison.Ordinal) && leaf[0] != '.')
            .Order(StringComparer.Ordinal)
            .Select(leaf => ReadDropIn(Path.Combine(dropIns, leaf), leaf))
            .ToEquatableArray());
    }

    private static PolicyFile ReadDropIn(string path, string leaf) =>
        PolicyFile.IsDropIn(leaf)
            ? Read($"{PolicyFile.DropInFolder}/{leaf}", path)
            : throw new PolicyUnreadableException(path, "has a name that a policy file cannot have", "use letters, digits and . - _ + @ in it");

    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PolicyUnreadableException(path, "does not exist", "create it, or name another policy", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new PolicyUnreadableException(path, "may not be read", "check its owner and mode", e);
        }
        catch (IOException e)
        {
            throw new PolicyUnreadableException(path, $"cannot be read ({e.Message})", "check the file and its disk", e);
        }
    }
}
