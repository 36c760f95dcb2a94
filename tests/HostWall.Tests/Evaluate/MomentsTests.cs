using System.Globalization;
using CsCheck;
using HostWall.Core.Evaluate;
using HostWall.Core.Policy;
using static HostWall.Tests.Evaluate.Policies;

namespace HostWall.Tests.Evaluate;

public sealed class MomentsTests
{
    /// <summary>A Wednesday.</summary>
    private static readonly DateTimeOffset Now = At("2027-03-03T12:00Z");

    private static readonly Window Office = new(Days.Monday | Days.Tuesday | Days.Wednesday | Days.Thursday | Days.Friday, TimeSpan.FromHours(8), TimeSpan.FromHours(18));
    private static readonly Window Night = new(Days.Saturday, TimeSpan.FromHours(22), TimeSpan.FromHours(6));

    private static readonly Gen<PolicyDocument> AnyTimes =
        from rules in Gen.Select(
            Gen.Int[1, 127], Gen.Int[0, 23], Gen.Int[1, 24], Gen.Frequency((1, Gen.Const((int?)null)), (1, Gen.Int[-300, 300].Select(hours => (int?)hours))), Gen.Bool).Array[0, 5]
        select PolicyOf([Closed("a")], [], [.. rules.Where(rule => rule.Item2 != rule.Item3).Select((rule, index) => Allow($"r{index}", "a", "a") with
        {
            When = rule.Item5 ? new Window((Days)rule.Item1, TimeSpan.FromHours(rule.Item2), TimeSpan.FromHours(rule.Item3)) : null,
            Expires = Now.AddHours(rule.Item4 ?? 1_000),
        })]);

    [Fact]
    public void A_policy_without_times_says_the_same_for_ever()
    {
        var policy = PolicyOf([Closed("a")], [], Allow("r", "a", "a"));
        Moments.From([policy], Now).ShouldBe([Now]);
        Moments.Next(policy, Now).ShouldBeNull();
    }

    [Theory]
    [InlineData("2027-03-03T12:00Z", "2027-03-03T18:00Z")]
    [InlineData("2027-03-03T18:00Z", "2027-03-04T08:00Z")]
    [InlineData("2027-03-05T19:00Z", "2027-03-08T08:00Z")]
    [InlineData("2027-03-05T20:00+02:00", "2027-03-08T08:00Z")]
    public void A_window_opens_and_closes_in_UTC(string now, string next)
        => Moments.Next(Timed(Office, expires: null), At(now)).ShouldBe(At(next));

    [Theory]
    [InlineData("2027-03-06T12:00Z", "2027-03-06T22:00Z")]
    [InlineData("2027-03-06T23:00Z", "2027-03-07T06:00Z")]
    [InlineData("2027-03-07T06:00Z", "2027-03-13T22:00Z")]
    public void A_window_over_midnight_belongs_to_the_day_on_which_it_begins(string now, string next)
        => Moments.Next(Timed(Night, expires: null), At(now)).ShouldBe(At(next));

    [Fact]
    public void What_has_expired_changes_nothing_any_more()
    {
        Moments.Next(Timed(when: null, Now.AddDays(1)), Now).ShouldBe(Now.AddDays(1));
        Moments.Next(Timed(Office, Now), Now).ShouldBeNull();
        Moments.From([Timed(Office, Now)], Now).ShouldBe([Now]);
    }

    [Fact]
    public void The_end_of_all_time_is_no_trouble()
        => Moments.From([Timed(Office, DateTimeOffset.MaxValue)], Now).ShouldBe([Now, At("2027-03-03T18:00Z")]);

    [Fact]
    public void Whatever_rules_ever_apply_together_do_so_at_one_of_the_moments()
        => Gen.Select(AnyTimes, Gen.Int[0, 60 * 24 * 20]).Sample((policy, minutes) =>
        {
            string Applying(DateTimeOffset moment) => string.Join(' ', policy.Rules.Where(rule => rule.AppliesAt(moment)).Select(rule => rule.Name));
            return Moments.From([policy], Now).Select(Applying).Contains(Applying(Now.AddMinutes(minutes)), StringComparer.Ordinal);
        });

    [Fact]
    public void Until_the_next_moment_a_policy_says_what_it_says_now()
        => Gen.Select(AnyTimes, Gen.Int[0, 60 * 24 * 20]).Sample((policy, minutes) =>
        {
            var later = Now.AddMinutes(minutes);
            return Moments.Next(policy, Now) <= later || policy.Rules.All(rule => rule.AppliesAt(Now) == rule.AppliesAt(later));
        });

    private static PolicyDocument Timed(Window? when, DateTimeOffset? expires)
        => PolicyOf([Closed("a")], [], Allow("r", "a", "a") with { When = when, Expires = expires });

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
