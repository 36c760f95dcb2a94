namespace HostWall.Core.Policy;

[Flags]
public enum Days
{
    None = 0,
    Monday = 1,
    Tuesday = 2,
    Wednesday = 4,
    Thursday = 8,
    Friday = 16,
    Saturday = 32,
    Sunday = 64,
    All = 127,
}

/// <summary>When a rule applies, in UTC. One that ends before it begins goes over midnight and belongs to the day on which it begins.</summary>
/// <param name="Days">Never none.</param>
/// <param name="From">The time of day from which it applies.</param>
/// <param name="To">The time of day from which it no longer does, at most 24 hours; never <paramref name="From"/>.</param>
public sealed record Window(Days Days, TimeSpan From, TimeSpan To)
{
    public static readonly TimeSpan WholeDay = TimeSpan.FromDays(1);

    public bool IsOverMidnight => To < From;

    public bool IsAlways => Days == Days.All && From == TimeSpan.Zero && To == WholeDay;

    public bool Contains(DateTimeOffset moment)
    {
        var utc = moment.UtcDateTime;
        var (today, time) = (DayOf(utc.DayOfWeek), utc.TimeOfDay);
        return IsOverMidnight
            ? (Days.HasFlag(today) && time >= From) || (Days.HasFlag(DayBefore(today)) && time < To)
            : Days.HasFlag(today) && time >= From && time < To;
    }

    private static Days DayOf(DayOfWeek day) => day == DayOfWeek.Sunday ? Days.Sunday : (Days)(1 << ((int)day - 1));

    private static Days DayBefore(Days day) => day == Days.Monday ? Days.Sunday : (Days)((int)day >> 1);
}
