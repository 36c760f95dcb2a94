namespace HostWall.Core.Addressing;

/// <summary>What a port that is spelled as elsewhere was probably meant to be. Only good for suggestions.</summary>
internal static class LoosePort
{
    /// <summary>A spelling that <see cref="PortMatchParser"/> accepts, or null.</summary>
    public static string? Suggest(string text)
    {
        // The readings tried are few and fixed; a long text is none of them.
        if (text.Length > 32)
        {
            return null;
        }

        var lower = string.Concat(text.Where(c => !char.IsWhiteSpace(c))).ToLowerInvariant().Replace(':', '/');
        var parts = lower.Split('/');
        string[] readings = parts switch
        {
            // A dialect of ICMP: this language has one name for both families'.
            ["icmp6" or "icmpv6" or "icmpv4" or "ipv6-icmp"] => ["icmp"],
            ["icmp6" or "icmpv6" or "icmpv4" or "ipv6-icmp", var type] => [$"icmp/{type}"],
            // A number alone is almost always TCP's.
            [_] => [lower, $"tcp/{lower}"],
            // Docker writes 80/tcp.
            [var port, var protocol] => [lower, $"{protocol}/{port}"],
            _ => [],
        };
        return Array.Find(readings, IsCanonical);
    }

    private static bool IsCanonical(string reading)
    {
        var slash = reading.IndexOf('/', StringComparison.Ordinal);
        var known = PortMatchParser.ProtocolOf(slash < 0 ? reading : reading[..slash]) is not null;
        return known && PortMatchParser.Parse(reading) is Parsed<PortMatch>.Accepted;
    }
}
