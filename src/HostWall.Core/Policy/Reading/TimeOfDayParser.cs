using System.Globalization;
using HostWall.Core.Addressing;

namespace HostWall.Core.Policy.Reading;

/// <summary>Reads a time of day in its one spelling, <c>08:00</c>.</summary>
internal static class TimeOfDayParser
{
    /// <param name="mayBeMidnight">Whether it may be the end of the day, <c>24:00</c>.</param>
    public static Parsed<TimeSpan> Parse(string text, bool mayBeMidnight)
    {
        var time = Loose(text);
        var canonical = time is { } read && (read < Window.WholeDay || (mayBeMidnight && read == Window.WholeDay)) ? Text(read) : null;
        return string.Equals(canonical, text, StringComparison.Ordinal)
            ? new Parsed<TimeSpan>.Accepted(time.GetValueOrDefault())
            : new Parsed<TimeSpan>.Refused($"a time of day is two digits, a colon and two digits, from 00:00 to {(mayBeMidnight ? "24:00" : "23:59")}, in UTC", canonical);
    }

    /// <summary>Also <c>8</c>, <c>8:00</c> and <c>08:00:00</c>, for the suggestion's sake.</summary>
    private static TimeSpan? Loose(string text)
    {
        var parts = text.Trim().Split(':');
        return parts.Length <= 3
            && Number(parts[0], 24) is { } hour
            && Number(parts.ElementAtOrDefault(1) ?? "0", 59) is { } minute
            && Number(parts.ElementAtOrDefault(2) ?? "0", 0) is not null
                ? new TimeSpan(hour, minute, 0)
                : null;
    }

    private static int? Number(string text, int most)
        => text.Length is 1 or 2 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number : null;

    private static string Text(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:00}:{time.Minutes:00}");
}
