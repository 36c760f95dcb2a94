namespace HostWall.Tests;

/// <summary>Where the repository is, found from where the tests run: builds map source paths away.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "HostWall.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("HostWall.sln is in no folder above the tests");
    }
}
