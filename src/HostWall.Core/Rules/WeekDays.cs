namespace HostWall.Core.Rules;

/// <summary>Days of the week; the bit is the kernel's number of the day.</summary>
[Flags]
public enum WeekDays
{
    None = 0,
    Sunday = 1 << 0,
    Monday = 1 << 1,
    Tuesday = 1 << 2,
    Wednesday = 1 << 3,
    Thursday = 1 << 4,
    Friday = 1 << 5,
    Saturday = 1 << 6,
    All = (1 << 7) - 1,
}
