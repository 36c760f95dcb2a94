namespace HostWall.Programs;

/// <summary>Where a tool is: in PATH, or where a user's PATH does not look but administration tools are.</summary>
internal static class ToolPath
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static readonly string[] SystemFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/bin", "/bin"];

    /// <exception cref="ToolMissingException">In none of them.</exception>
    public static string Find(string tool)
    {
        // An empty or relative entry of PATH means the current folder, where anybody may have put a program.
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Where(Path.IsPathRooted).Concat(SystemFolders);
        return folders.Select(folder => Path.Combine(folder, tool)).FirstOrDefault(IsExecutable)
            ?? throw new ToolMissingException(tool, "is not installed");
    }

    private static bool IsExecutable(string path)
        => File.Exists(path) && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Executable) != 0;
}
