namespace HostWall.Kernel;

/// <summary>Shortens what nft says when it refuses a script: it repeats the offending lines, which can be megabytes.</summary>
internal static class NftRefusal
{
    private const int Longest = 300;
    private const int Lines = 3;

    public static string Explain(string error)
    {
        var lines = error
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => line.Any(c => c is not '^' and not ' ' and not '~'))
            .Take(Lines)
            .Select(line => line.Length > Longest ? $"{line[..Longest]}…" : line);
        return string.Join(" | ", lines) is { Length: > 0 } text ? text : "no reason given";
    }
}
