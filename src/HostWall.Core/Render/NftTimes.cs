using System.Globalization;
using HostWall.Core.Rules;

namespace HostWall.Core.Render;

/// <summary>Writes times as nft's expressions. nft reads and lists them in the time zone of its environment, which must be UTC when it loads these.</summary>
internal static class NftTimes
{
    private static readonly TimeSpan WholeDay = TimeSpan.FromDays(1);

    /// <summary>The window in pieces in which the kernel's day is always the same day of the week as in UTC, or always the one beside it.</summary>
    /// <param name="minutesWest">As <see cref="NftOptions.MinutesWest"/>.</param>
    public static IEnumerable<NftMatchText> Options(Match.TimeOfWeek window, int minutesWest)
        => Pieces(window, minutesWest).Select(piece => new NftMatchText(Text(piece)));

    public static string Before(DateTimeOffset moment)
        => $"meta time < \"{moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}\"";

    /// <summary>
    /// The kernel counts hours in UTC, but days of the week by the time zone it was told: east of Greenwich its day begins before UTC's, so that late
    /// hours belong to its next day already; in the west early hours belong to the day before.
    /// </summary>
    internal static IEnumerable<Match.TimeOfWeek> Pieces(Match.TimeOfWeek window, int minutesWest)
    {
        if (window.Days == WeekDays.All || minutesWest == 0)
        {
            return [window];
        }

        var turn = minutesWest < 0 ? WholeDay + TimeSpan.FromMinutes(minutesWest) : TimeSpan.FromMinutes(minutesWest);
        var (early, late) = minutesWest < 0 ? (window.Days, Rotated(window.Days, 1)) : (Rotated(window.Days, 6), window.Days);
        Match.TimeOfWeek[] pieces =
        [
            window with { Days = early, To = Min(window.To, turn) },
            window with { Days = late, From = Max(window.From, turn) },
        ];
        return pieces.Where(piece => piece.From < piece.To);
    }

    private static string Text(Match.TimeOfWeek window)
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
        if (window.To < WholeDay)
        {
            words.Add($"meta hour < \"{Clock(window.To)}\"");
        }

        return string.Join(' ', words);
    }

    private static WeekDays Rotated(WeekDays days, int by) => (WeekDays)((((int)days << by) | ((int)days >> (7 - by))) & (int)WeekDays.All);

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static string Clock(TimeSpan time) => time.ToString("hh\\:mm", CultureInfo.InvariantCulture);
}
