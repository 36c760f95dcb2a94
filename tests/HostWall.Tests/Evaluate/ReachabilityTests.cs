using CsCheck;
using HostWall.Core.Addressing;
using HostWall.Core.Evaluate;
using HostWall.Core.Policy;
using static HostWall.Tests.Evaluate.Policies;

namespace HostWall.Tests.Evaluate;

public sealed class ReachabilityTests
{
    private static readonly PolicyDocument Shop = PolicyOf(
        [Closed("web"), ATier("db", Default.Deny, Default.Allow)],
        [AGroup("office", "203.0.113.0/24")],
        Deny("no-telnet", "any", "any", "tcp/23"),
        Allow("public", "world", "web", "tcp/80", "tcp/443", "udp/443"),
        Allow("more", "world", "web", "tcp/81-90"),
        Allow("office", "@office", "db"),
        Allow("ping", "host", "db", "icmp"));

    [Theory]
    [InlineData("world", "web", "tcp/80-90,443 udp/443")]
    [InlineData("office", "web", "tcp/80-90,443 udp/443")]
    [InlineData("office", "db", "tcp/0-22,24-65535 udp sctp icmp other")]
    [InlineData("host", "db", "icmp")]
    [InlineData("world", "db", "none")]
    [InlineData("web", "db", "none")]
    [InlineData("db", "web", "none")]
    [InlineData("db", "world", "tcp/0-22,24-65535 udp sctp icmp other")]
    public void A_matrix_tells_what_is_open(string from, string to, string open) => Open(Shop, from, to).ShouldBe(open);

    [Fact]
    public void Everything_is_told_apart_from_every_protocol_that_has_a_name()
    {
        var policy = PolicyOf([Closed("a"), Closed("b")], [], Allow("named", "a", "b", "tcp", "udp", "sctp", "icmp"), Allow("all", "b", "a"));
        Open(policy, "a", "b").ShouldBe("tcp udp sctp icmp");
        Open(policy, "b", "a").ShouldBe("all");
    }

    [Fact]
    public void Types_of_ICMP_go_by_their_names()
    {
        var types = Allow("r", "a", "b") with { Ports = [PortMatch.Whole(Protocol.Tcp) with { Ports = PortRange.Single(22) }, new PortMatch(Protocol.Icmp, PortRange.Single(IcmpType.EchoRequest.Ordinal))] };
        Open(PolicyOf([Closed("a"), Closed("b")], [], types), "a", "b").ShouldBe("tcp/22 icmp/echo-request");
    }

    [Fact]
    public void What_the_receiver_publishes_is_told_as_that()
    {
        var before = PolicyOf([Closed("a"), Closed("b")], [], Deny("no-ssh", "any", "any", "tcp/22"), Allow("r", "a", "b", "udp/53"));
        var after = before with { Rules = [before.Rules[0], before.Rules[1] with { Published = true }] };
        Open(after, "a", "b").ShouldBe("udp/53 published(tcp/0-21,23-65535 udp/0-52,54-65535 sctp)");
        Changes(before, after).ShouldBe(["a -> b +published(tcp/0-21,23-65535 udp/0-52,54-65535 sctp) -none"]);
        var all = after with { Rules = [after.Rules[1] with { Ports = [], HostPorts = [] }] };
        Open(all, "a", "b").ShouldBe("published");
        Changes(all, before with { Rules = [Allow("r", "a", "b")] }).ShouldBe(["a -> b +all -none"]);
    }

    [Fact]
    public void What_opens_later_is_a_change_now()
    {
        var before = PolicyOf([Closed("a"), Closed("b")], []);
        var after = PolicyOf([Closed("a"), Closed("b")], [], Allow("r", "a", "b", "tcp/1") with { When = new Window(Days.Sunday, TimeSpan.Zero, Window.WholeDay) });
        Changes(before, after).ShouldBe(["a -> b +tcp/1 -none"]);
        Open(after, "a", "b").ShouldBe("none");
        Changes(after, PolicyOf([Closed("a"), Closed("b")], [], Allow("r", "a", "b", "tcp/1"))).ShouldBe(["a -> b +tcp/1 -none"]);
    }

    [Fact]
    public void Members_that_a_policy_tells_apart_change_apart()
    {
        Selector env = new([new LabelPattern("env", new Pattern("prod"))], [], [], [], [], []);
        var before = PolicyOf([Closed("a"), Closed("b")], [], Allow("r", "a", "b", "tcp/1"));
        var after = before with { Rules = [before.Rules[0] with { From = [new Peer.Narrowed("a", env)] }] };
        Changes(before, after).ShouldBe(["a -> b +none -tcp/1"]);
        Open(after, "a", "b").ShouldBe("tcp/1");
    }

    [Fact]
    public void Pairs_without_a_container_are_left_out()
        => Reachability.Of(Shop, DateTimeOffset.UnixEpoch).Select(reach => $"{reach.From} {reach.To}").ShouldNotContain(pair => pair == "world host" || pair == "office world");

    [Fact]
    public void A_change_is_what_flows_gain_and_lose()
    {
        var after = Shop with { Rules = [.. Shop.Rules.Where(rule => rule.Name != "public"), Allow("peers", "web", "db", "tcp/5432")] };
        Changes(Shop, after).ShouldBe(
        [
            "web -> db +tcp/5432 -none",
            "world -> web +none -tcp/80,443 udp/443",
            "office -> web +none -tcp/80,443 udp/443",
        ]);
    }

    [Fact]
    public void A_policy_that_says_the_same_otherwise_changes_nothing()
    {
        var policy = PolicyOf([Closed("a"), Closed("b")], [], Allow("one", "a", "b", "tcp/80-90"));
        var same = PolicyOf([Closed("a"), Closed("b")], [], Allow("low", "a", "b", "tcp/80-85"), Allow("high", "a", "b", "tcp/85-90"));
        ReachabilityChange.Between(policy, same, DateTimeOffset.UnixEpoch).ShouldBeEmpty();
    }

    [Fact]
    public void A_group_that_moves_gains_here_and_loses_there()
    {
        var rule = Allow("office", "@office", "web", "tcp/22");
        var before = PolicyOf([Closed("web")], [AGroup("office", "203.0.113.0/24")], rule);
        var after = PolicyOf([Closed("web")], [AGroup("office", "192.0.2.0/24")], rule);
        Changes(before, after).ShouldBe(["office -> web +tcp/22 -tcp/22"]);
    }

    [Fact]
    public void A_new_tier_gains_over_what_unlabelled_had()
    {
        var before = PolicyOf([Closed("web")], [], Allow("out", "unlabelled", "world", "udp/53"));
        var after = PolicyOf([Closed("web"), Closed("db")], [], Allow("out", "unlabelled", "world", "udp/53"), Allow("db", "web", "db", "tcp/5432"));
        Changes(before, after).ShouldBe(["web -> db +tcp/5432 -none", "db -> world +none -udp/53"]);
    }

    [Fact]
    public void Every_port_is_answered_as_the_policy_answers_it()
    {
        var port = Gen.Select(Gen.Enum<Protocol>(), Gen.UShort, Gen.UShort, (protocol, a, b)
            => new PortMatch(protocol, protocol == Protocol.Icmp ? PortRange.All : new PortRange(Math.Min(a, b), Math.Max(a, b))));
        var rule = Gen.Select(Gen.Enum<RuleAction>(), port.Array[0, 3], (action, ports) => Allow("r", "a", "b") with { Action = action, Ports = [.. ports] });
        Gen.Select(rule.Array[0, 6], Gen.Enum<Default>(), Gen.Enum<Protocol>(), Gen.UShort).Sample((rules, value, protocol, asked) =>
        {
            var number = protocol == Protocol.Icmp ? (ushort)0 : asked;
            var policy = PolicyOf([ATier("a", value, value), ATier("b", value, value)], [], rules);
            var reach = Reachability.Of(policy, DateTimeOffset.UnixEpoch).Single(reach => reach is { From: Peer.InTier("a"), To: Peer.InTier("b") });
            var decision = ReferenceEvaluator.Decide(policy, new Flow(new Party.InTier("a"), new Party.InTier("b"), protocol, number, ConntrackStates.New, DateTimeOffset.UnixEpoch));
            return reach.Open.Ports.Any(open => open.Matches(protocol, number)) == decision.Passes;
        });
    }

    [Fact]
    public void Thirty_tiers_and_a_hundred_rules_are_quick()
    {
        var tiers = Enumerable.Range(0, 30).Select(i => Closed($"t{i}")).ToArray();
        var rules = Enumerable.Range(0, 100).Select(i => Allow($"r{i}", i % 10 == 0 ? "any" : $"t{i % 30}", $"t{i * 7 % 30}", $"tcp/{i * 50}-{(i * 50) + 20}", $"udp/{i}"));
        var before = PolicyOf(tiers, [AGroup("g", "203.0.113.0/24")], [.. rules]);
        var after = before with { Rules = [.. before.Rules.Skip(1)] };
        var started = TimeProvider.System.GetTimestamp();
        Reachability.Of(before, DateTimeOffset.UnixEpoch).Count.ShouldBe((34 * 34) - 9);
        ReachabilityChange.Between(before, after, DateTimeOffset.UnixEpoch).ShouldNotBeEmpty();
        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    private static string Open(PolicyDocument policy, string from, string to)
        => Reachability.Of(policy, DateTimeOffset.UnixEpoch).Single(reach => reach.From.Name == from && reach.To.Name == to).Open.Text;

    private static IEnumerable<string> Changes(PolicyDocument before, PolicyDocument after)
        => ReachabilityChange.Between(before, after, DateTimeOffset.UnixEpoch).Select(change => $"{change.From} -> {change.To} +{change.Gained} -{change.Lost}");
}
