using System.Globalization;
using HostWall.Core.Addressing;

namespace HostWall.Core.Policy.Reading;

/// <summary>Reads how many flows come in what time, <c>50/second</c>.</summary>
internal static class RateLimitParser
{
    private const uint Most = 1_000_000;

    private static readonly (string Name, RateUnit Unit, string[] Elsewhere)[] Units =
    [
        ("second", RateUnit.Second, ["s", "sec"]),
        ("minute", RateUnit.Minute, ["m", "min"]),
        ("hour", RateUnit.Hour, ["h", "hr"]),
        ("day", RateUnit.Day, ["d"]),
    ];

    public static Parsed<(uint Limit, RateUnit Unit)> Parse(string text)
    {
        if (Loose(text) is not { } loose)
        {
            return new Parsed<(uint, RateUnit)>.Refused("a limit is written as 50/second: a number, a slash, and second, minute, hour or day");
        }

        var canonical = string.Create(CultureInfo.InvariantCulture, $"{loose.Limit}/{Units[loose.Unit].Name}");
        return loose.Limit is 0 or > Most
            ? new Parsed<(uint, RateUnit)>.Refused(string.Create(CultureInfo.InvariantCulture, $"the number of a limit is 1 to {Most:N0}"))
            : string.Equals(canonical, text, StringComparison.Ordinal)
                ? new Parsed<(uint, RateUnit)>.Accepted((loose.Limit, Units[loose.Unit].Unit))
                : new Parsed<(uint, RateUnit)>.Refused("a limit is a number without leading zeros, a slash, and second, minute, hour or day", canonical);
    }

    /// <summary>Also what other programs write, as <c>50/s</c> and <c>50 per minute</c>, for the suggestion's sake.</summary>
    private static (uint Limit, int Unit)? Loose(string text)
    {
        var parts = text.ToLowerInvariant().Replace(" per ", "/", StringComparison.Ordinal).Split('/', StringSplitOptions.TrimEntries);
        if (parts.Length != 2 || !uint.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var limit))
        {
            return null;
        }

        var unit = Array.FindIndex(Units, unit => IsNamed(unit.Name, parts[1]) || Array.Exists(unit.Elsewhere, name => IsNamed(name, parts[1])));
        return unit < 0 ? null : (limit, unit);
    }

    private static bool IsNamed(string name, string text)
        => text.StartsWith(name, StringComparison.Ordinal) && text[name.Length..] is "" or "s";
}
