namespace HostWall;

/// <summary>The program's own version, from <c>Directory.Build.props</c>.</summary>
internal static class ProgramVersion
{
    public static string Text { get; } = typeof(ProgramVersion).Assembly.GetName().Version is { } version ? version.ToString(3) : "unknown";
}
