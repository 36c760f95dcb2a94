using System.Globalization;
using HostWall.Core.Rules;

namespace HostWall.Core.Render;

/// <summary>Writes times as nft's expressions. nft reads and lists them in the time zone of its environment, which must be UTC when it loads these.</summary>
internal static class NftTimes
{
    public static string Text(Match.TimeOfWeek window)
    {
        var words = new List<string>();
        if (window.Days != WeekDays.All)
        {
            var days = Enum.GetValues<WeekDays>().Where(day => int.IsPow2((int)day) && window.Days.HasFlag(day)).Select(day => $"\"{day}\"").ToList();
            words.Add(days.Count == 1 ? $"meta day {days[0]}" : $"meta day {{ {string.Join(", ", days)} }}");
        }

        if (window.From > TimeSpan.Zero)
        {
            words.Add($"meta hour >= \"{Clock(window.From)}\"");
        }

        // nft has no 24:00.
        if (window.To < TimeSpan.FromDays(1))
        {
            words.Add($"meta hour < \"{Clock(window.To)}\"");
        }

        return string.Join(' ', words);
    }

    public static string Before(DateTimeOffset moment)
        => $"meta time < \"{moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}\"";

    private static string Clock(TimeSpan time) => time.ToString("hh\\:mm", CultureInfo.InvariantCulture);
}
