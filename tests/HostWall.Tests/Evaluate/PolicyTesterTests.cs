using HostWall.Core.Evaluate;
using HostWall.Core.Policy;
using static HostWall.Tests.Evaluate.Policies;

namespace HostWall.Tests.Evaluate;

public sealed class PolicyTesterTests
{
    private static readonly Tier[] WebAndDb = [Closed("web"), Closed("db")];

    [Fact]
    public void A_test_passes_when_the_policy_answers_as_expected()
    {
        var policy = PolicyOf(WebAndDb, [], Allow("public", "world", "web", "tcp/80"));
        Outcomes(policy, Test("world", "web", "tcp/80", Default.Allow), Test("world", "web", "tcp/81", Default.Deny), Test("web", "db", "tcp/1", Default.Allow))
            .ShouldBe([true, true, false]);
    }

    [Fact]
    public void A_failed_test_tells_the_flow_and_what_decided()
    {
        var policy = PolicyOf(WebAndDb, [], Allow("oops", "world", "db")) with { Tests = [Test("world", "db", "tcp/5432", Default.Deny)] };
        var result = PolicyTester.Run(policy, DateTimeOffset.UnixEpoch).ShouldHaveSingleItem();
        result.Passed.ShouldBeFalse();
        result.Flow.From.ShouldBe(new Party.World(Outside));
        Policies.Text(result.Decision).ShouldBe("allow: rule oops");
    }

    [Fact]
    public void The_world_is_an_address_in_no_group()
    {
        var policy = PolicyOf(WebAndDb, [AGroup("friends", "198.51.100.0/24", "0.0.0.0/1", "2001:db8::/32")], Allow("friends", "@friends", "web"));
        Outcomes(policy, Test("world", "web", "tcp/1", Default.Deny), Test("@friends", "web", "tcp/1", Default.Allow)).ShouldBe([true, true]);
    }

    [Fact]
    public void A_test_holds_only_when_it_does_in_both_families()
    {
        var policy = PolicyOf(WebAndDb, [AGroup("office", "203.0.113.0/24", "2001:db8:10::/48"), AGroup("v6", "2001:db8::/32")], Deny("no-v6", "@v6", "web"), Allow("office", "@office", "web"));
        var result = PolicyTester.Run(policy with { Tests = [Test("@office", "web", "tcp/1", Default.Allow)] }, DateTimeOffset.UnixEpoch).ShouldHaveSingleItem();
        result.Passed.ShouldBeFalse();
        Policies.Text(result.Decision).ShouldBe("deny: rule no-v6");
    }

    [Fact]
    public void A_group_is_asked_where_no_other_group_reaches()
    {
        var policy = PolicyOf(WebAndDb, [AGroup("office", "203.0.113.0/24"), AGroup("banned", "203.0.113.0/28")], Deny("banned", "@banned", "any"), Allow("office", "@office", "web"));
        Outcomes(policy, Test("@office", "web", "tcp/1", Default.Allow), Test("@banned", "web", "tcp/1", Default.Deny)).ShouldBe([true, true]);
    }

    [Fact]
    public void The_world_can_be_asked_about_even_where_groups_cover_everything()
    {
        var policy = PolicyOf(WebAndDb, [AGroup("all", "0.0.0.0/0", "::/0")], Allow("all", "@all", "web"));
        Outcomes(policy, Test("world", "web", "tcp/1", Default.Allow)).ShouldBe([true]);
    }

    private static IEnumerable<bool> Outcomes(PolicyDocument policy, params PolicyTest[] tests)
        => PolicyTester.Run(policy with { Tests = [.. tests] }, DateTimeOffset.UnixEpoch).Select(result => result.Passed);
}
