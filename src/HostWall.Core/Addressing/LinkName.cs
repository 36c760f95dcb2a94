namespace HostWall.Core.Addressing;

/// <summary>Names of links, as far as they can be written into rules of every backend without quoting rules of their own.</summary>
public static class LinkName
{
    private const int Longest = 15;

    /// <summary>
    /// The kernel allows nearly every byte in a link's name. One with a quote, a star or a brace cannot be written safely: such a bridge is in
    /// no set, and so stays closed.
    /// </summary>
    public static bool IsExpressible(string name)
        => name.Length is > 0 and <= Longest && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <summary>The same, with a star allowed at the end.</summary>
    public static bool IsExpressiblePattern(string pattern)
        => IsExpressible(pattern.EndsWith('*') ? pattern[..^1] : pattern);

    /// <summary>Whether a name is one that such a pattern means.</summary>
    public static bool IsMatch(string pattern, string name) => pattern.EndsWith('*')
        ? name.StartsWith(pattern[..^1], StringComparison.Ordinal)
        : string.Equals(name, pattern, StringComparison.Ordinal);
}
