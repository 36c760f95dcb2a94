using HostWall.Core.Render;
using HostWall.Core.Rules;

namespace HostWall.Tests.Render;

/// <summary>Windows where the kernel was told a time zone: it counts hours in UTC, and days of the week in that zone.</summary>
public sealed class KernelDaysTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-60)]
    [InlineData(-600)]
    [InlineData(-345)]
    [InlineData(300)]
    [InlineData(720)]
    [InlineData(1)]
    public void A_window_is_open_at_the_same_moments_whatever_zone_the_kernel_was_told(int minutesWest)
    {
        Match.TimeOfWeek[] windows =
        [
            new(WeekDays.Monday, TimeSpan.FromHours(8), TimeSpan.FromHours(18)),
            new(WeekDays.Saturday | WeekDays.Sunday, TimeSpan.Zero, TimeSpan.FromHours(24)),
            new(WeekDays.Saturday, TimeSpan.FromHours(22), TimeSpan.FromHours(24)),
            new(WeekDays.Sunday, TimeSpan.Zero, TimeSpan.FromMinutes(90)),
            new(WeekDays.All, TimeSpan.FromHours(1), TimeSpan.FromHours(2)),
        ];
        foreach (var window in windows)
        {
            for (var minute = new DateTime(2027, 3, 1); minute < new DateTime(2027, 3, 8); minute = minute.AddMinutes(1))
            {
                NftTimes.Pieces(window, minutesWest).Any(piece => Holds(piece, minute, minute.AddMinutes(-minutesWest).DayOfWeek))
                    .ShouldBe(Holds(window, minute, minute.DayOfWeek), $"{window} at {minute}");
            }
        }
    }

    private static bool Holds(Match.TimeOfWeek window, DateTime utc, DayOfWeek day)
        => window.Days.HasFlag((WeekDays)(1 << (int)day)) && window.From <= utc.TimeOfDay && utc.TimeOfDay < window.To;
}
