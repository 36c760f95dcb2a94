using HostWall.KernelTests.Harness;

namespace HostWall.KernelTests.Package;

/// <summary>The Debian package, built once for the tests of a class.</summary>
public sealed class BuiltPackage
{
    /// <summary>Compiling ahead of time takes a minute on a quiet machine.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    private static readonly string Script = Path.Combine(Repository.Root, "packaging", "build-deb.sh");
    private string? _path;

    /// <summary>The package's file; skips the test where it cannot be built.</summary>
    public async Task<string> PathAsync()
    {
        TestGuard.RequirePackaging();
        return _path ??= await BuildAsync();
    }

    /// <summary>Builds it again; gives the same path.</summary>
    public static async Task<string> BuildAsync() =>
        Path.Combine(Repository.Root, (await Tool.RunAsync(Script, [], within: Limit)).Split('\n')[^1]);
}
