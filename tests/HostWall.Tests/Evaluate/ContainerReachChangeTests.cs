using HostWall.Core.Desired;
using HostWall.Core.Evaluate;
using HostWall.Core.Inventory;
using HostWall.Core.Policy;
using static HostWall.Tests.Evaluate.Policies;

namespace HostWall.Tests.Evaluate;

public sealed class ContainerReachChangeTests
{
    private static readonly Tier[] Tiers = [Closed("web"), Closed("db")];

    [Fact]
    public void A_policy_that_says_the_same_otherwise_means_nothing_for_anybody()
    {
        var before = PolicyOf(Tiers, [], Allow("one", "web", "db", "tcp/80-90"));
        var after = PolicyOf(Tiers, [], Allow("low", "web", "db", "tcp/80-85"), Allow("high", "web", "db", "tcp/86-90"));
        Changes(Bind(before, ("web-1", "web")), Bind(after, ("web-1", "web"))).ShouldBeEmpty();
    }

    [Fact]
    public void A_container_gains_and_loses_with_its_tier_and_others_are_left_out()
    {
        var before = PolicyOf([.. Tiers, Closed("log")], [], Allow("db", "web", "db", "tcp/5432"));
        var after = PolicyOf([.. Tiers, Closed("log")], [], Allow("db", "web", "db", "tcp/5433"));
        (string, string)[] containers = [("db-1", "db"), ("log-1", "log"), ("web-1", "web")];
        Changes(Bind(before, containers), Bind(after, containers)).ShouldBe(
        [
            "db-1 db: from web +tcp/5433 -tcp/5432",
            "web-1 web: to db +tcp/5433 -tcp/5432",
        ]);
    }

    [Fact]
    public void A_group_whose_addresses_change_gains_here_and_loses_there()
    {
        var rule = Allow("office", "@office", "web", "tcp/22");
        var before = PolicyOf(Tiers, [AGroup("office", "203.0.113.0/24")], rule);
        var after = PolicyOf(Tiers, [AGroup("office", "192.0.2.0/24")], rule);
        Changes(Bind(before, ("web-1", "web")), Bind(after, ("web-1", "web"))).ShouldBe(["web-1 web: from office +tcp/22 -tcp/22"]);
    }

    [Fact]
    public void A_container_that_changes_its_tier_is_compared_with_what_it_was()
    {
        var policy = PolicyOf(Tiers, [], Allow("public", "world", "web", "tcp/443"), Allow("db", "web", "db", "tcp/5432"));
        Changes(Bind(policy, ("web-1", "web")), Bind(policy, ("web-1", "db"))).ShouldBe(
        [
            "web-1 web -> db: to db +none -tcp/5432; from web +tcp/5432 -none; from world +none -tcp/443",
        ]);
    }

    [Fact]
    public void A_change_of_tier_is_told_even_where_it_opens_and_closes_nothing()
    {
        var policy = PolicyOf(Tiers, []);
        Changes(Bind(policy, ("web-1", "web")), Bind(policy, ("web-1", "db"))).ShouldBe(["web-1 web -> db: "]);
    }

    [Fact]
    public void Under_a_policy_that_lacks_its_tier_a_container_was_unlabelled()
    {
        var before = PolicyOf([Closed("db")], [], Allow("lookup", "unlabelled", "world", "udp/53"));
        var after = PolicyOf(Tiers, [], Allow("lookup", "unlabelled", "world", "udp/53"), Allow("db", "web", "db", "tcp/5432"));
        Changes(Bind(before, ("web-1", "web")), Bind(after, ("web-1", "web"))).ShouldBe(
        [
            "web-1 unlabelled -> web: to db +tcp/5432 -none; to world +none -udp/53",
        ]);
    }

    private static DesiredState Bind(PolicyDocument policy, params (string Name, string Tier)[] containers)
        => Binder.Bind(policy, Snapshot.Empty with { Containers = [.. containers.Select(AContainer)] });

    private static Container AContainer((string Name, string Tier) container)
        => new($"id-{container.Name}", container.Name, "busybox", [new Label(TierAssignment.LabelKey, container.Tier, FromImage: false)], [], []);

    private static IEnumerable<string> Changes(DesiredState before, DesiredState after)
        => ContainerReachChange.Between(before, after, DateTimeOffset.UnixEpoch).Select(Line);

    private static string Line(ContainerReachChange change)
    {
        var tier = change.TierBefore == change.TierAfter ? change.TierAfter : $"{change.TierBefore} -> {change.TierAfter}";
        var reach = change.Egress.Select(to => $"to {to.Peer} +{to.Gained} -{to.Lost}").Concat(change.Ingress.Select(from => $"from {from.Peer} +{from.Gained} -{from.Lost}"));
        return $"{change.Name} {tier}: {string.Join("; ", reach)}";
    }
}
