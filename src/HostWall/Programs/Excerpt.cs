namespace HostWall.Programs;

/// <summary>The beginning of a tool's message, short enough for a log.</summary>
internal static class Excerpt
{
    private const int Length = 2000;

    public static string Of(string text)
    {
        var trimmed = text.AsSpan().Trim();
        return trimmed.Length <= Length ? trimmed.ToString() : $"{trimmed[..Length]} … ({trimmed.Length} characters)";
    }
}
