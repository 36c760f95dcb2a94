namespace HostWall.KernelTests.Harness;

/// <summary>The checkout that the tests were built from.</summary>
public static class Repository
{
    /// <summary>The folder that holds HostWall.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The script that makes and removes private Docker hosts.</summary>
    public static string TestHostScript => Path.Combine(Root, "packaging", "testhost.sh");

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "HostWall.sln")))
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException($"no HostWall.sln above {AppContext.BaseDirectory}");
        return folder;
    }
}
