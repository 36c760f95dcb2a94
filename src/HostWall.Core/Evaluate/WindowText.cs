using System.Globalization;
using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>A window for people: <c>mon-fri 08:00-18:00 UTC</c>.</summary>
internal static class WindowText
{
    private static readonly string[] Names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    public static string Of(Window window)
    {
        var days = window.Days == Days.All ? "every day" : string.Join(',', Runs(window.Days));
        return window.From == TimeSpan.Zero && window.To == Window.WholeDay ? $"{days} UTC" : $"{days} {Time(window.From)}-{Time(window.To)} UTC";
    }

    private static IEnumerable<string> Runs(Days days)
    {
        for (var first = 0; first < Names.Length; first++)
        {
            var last = first;
            while (last < Names.Length && days.HasFlag((Days)(1 << last)))
            {
                last++;
            }

            if (last > first)
            {
                yield return last - first == 1 ? Names[first] : $"{Names[first]}-{Names[last - 1]}";
                first = last;
            }
        }
    }

    private static string Time(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:00}:{time:mm}{(time.Seconds == 0 ? "" : $":{time:ss}")}");
}
