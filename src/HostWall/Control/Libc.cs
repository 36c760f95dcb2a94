using System.Runtime.InteropServices;

namespace HostWall.Control;

/// <summary>What .NET has no call for.</summary>
internal static partial class Libc
{
    /// <summary>In place of a user or group: leave it as it is.</summary>
    public const uint Unchanged = uint.MaxValue;

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ChangeOwner(string path, uint user, uint group);
}
