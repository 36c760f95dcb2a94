using HostWall.Core.Policy;
using HostWall.Core.Text;
using HostWall.Daemon;

namespace HostWall.Tests.Daemon;

/// <summary>When the daemon looks at what time alone has changed.</summary>
public sealed class RuleClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 2, 3, 12, 0, 0, TimeSpan.Zero);

    private static readonly PolicyDocument Policy = PolicyReader.Read([new SourceFile("policy.toml", """
        schema = 1
        [tiers.web]
        [[rules]]
        name = "by-day"
        from = "world"
        to = "web"
        ports = ["tcp/80"]
        when = { from = "08:00", to = "12:30" }
        """)]).Document!;

    [Fact]
    public void A_rule_that_begins_or_ends_moves_it_and_nothing_else_does()
    {
        var clock = new RuleClock();
        clock.Keep(Policy, Noon);

        clock.HasMoved(Policy, Noon.AddMinutes(29)).ShouldBeFalse();
        clock.HasMoved(Policy, Noon.AddMinutes(30)).ShouldBeTrue();
        clock.Keep(Policy, Noon.AddMinutes(30));
        clock.HasMoved(Policy, Noon.AddHours(1)).ShouldBeFalse();
    }

    /// <summary>However the clock is set, forwards or back, what applies then is what counts.</summary>
    [Fact]
    public void A_wall_clock_that_is_set_back_moves_it_too()
    {
        var clock = new RuleClock();
        clock.Keep(Policy, Noon.AddHours(1));

        clock.HasMoved(Policy, Noon).ShouldBeTrue();
    }

    [Fact]
    public void The_next_look_is_at_the_next_moment_and_at_the_latest_after_a_minute()
    {
        RuleClock.UntilNext(Policy, Noon.AddMinutes(29).AddSeconds(50)).ShouldBe(TimeSpan.FromSeconds(10));
        RuleClock.UntilNext(Policy, Noon).ShouldBe(TimeSpan.FromMinutes(1));
    }
}
