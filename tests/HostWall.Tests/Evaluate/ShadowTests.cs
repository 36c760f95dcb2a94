using CsCheck;
using HostWall.Core.Addressing;
using HostWall.Core.Evaluate;
using HostWall.Core.Policy;
using static HostWall.Tests.Evaluate.Policies;

namespace HostWall.Tests.Evaluate;

/// <summary>What is said to be never matched is never matched; and where no values are compared, what is never matched is said to be.</summary>
public sealed class ShadowTests
{
    private static readonly DateTimeOffset Now = new(2027, 3, 3, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] Peers = ["any", "containers", "world", "host", "a", "b", "unlabelled", "@g", "@h"];

    private static readonly ConntrackStates[] States = [ConntrackStates.New, ConntrackStates.Established, ConntrackStates.Related, ConntrackStates.Invalid, ConntrackStates.Untracked];

    private static readonly Gen<Rule> AnyRule =
        from peers in Gen.Select(Gen.OneOf(Peers).Array[1, 2], Gen.OneOf(Peers).Array[1, 2])
        from ports in Gen.OneOf("tcp", "tcp/1-3", "tcp/2", "tcp/3", "udp/2-4", "icmp", "icmp/4").Array[0, 2]
        from odd in Gen.Select(Gen.Frequency((4, Gen.Const(1)), (1, Gen.Int[1, 31])), Gen.Int[0, 9], Gen.Int[0, 9], Gen.Int[0, 9], Gen.Int[0, 9])
        from narrowed in Gen.Int[0, 5]
        select Allow("r", string.Join(',', peers.Item1), string.Join(',', peers.Item2), ports) with
        {
            From = narrowed == 0 ? [new Peer.Narrowed("a", new([new LabelPattern("env", new Pattern("p*"))], [], [], [], [], []))] : Allow("r", string.Join(',', peers.Item1), "a").From,
            States = (ConntrackStates)odd.Item1,
            Audit = odd.Item2 == 0,
            When = odd.Item3 == 0 ? new Window(Days.Wednesday, TimeSpan.Zero, Window.WholeDay) : odd.Item3 == 1 ? new Window(Days.All & ~Days.Wednesday, TimeSpan.Zero, Window.WholeDay) : null,
            HostPorts = odd.Item4 == 0 ? [Port("tcp/8443")] : odd.Item4 == 1 ? [Port("tcp/8000-9000")] : [],
            Published = odd.Item5 == 0,
        };

    private static readonly Gen<PolicyDocument> AnyPolicy =
        from rules in AnyRule.Array[1, 6]
        select PolicyOf(
            [Closed("a"), Closed("b")],
            [AGroup("g", "203.0.113.0/24"), AGroup("h", "203.0.113.128/25") with { Interfaces = ["eth1"] }],
            [.. rules.Select((rule, index) => rule with { Name = $"r{index}" })]);

    [Fact]
    public void What_is_proved_is_true_and_what_is_true_is_proved()
        => AnyPolicy.Sample(
            policy =>
            {
                var matched = Flows(policy).Select(flow => ReferenceEvaluator.Decide(policy, flow).Reason).OfType<Reason.ByRule>().Select(by => by.Rule.Name).ToHashSet();
                foreach (var (index, rule) in policy.Rules.Index().Where(each => !each.Item.Audit))
                {
                    (Proof(policy, index) is null).ShouldBe(matched.Contains(rule.Name), $"{rule.Name} of {policy}");
                }
            },
            iter: 40);

    [Fact]
    public void With_something_in_common_asked_for_what_is_proved_is_true()
        => Gen.Select(AnyPolicy, Gen.Int[0, 3].Array[6]).Sample(
            (plain, same) =>
            {
                var policy = plain with { Rules = [.. plain.Rules.Select((rule, index) => rule with { Same = Keys(same[index]) })] };
                var matched = Flows(policy).Select(flow => ReferenceEvaluator.Decide(policy, flow).Reason).OfType<Reason.ByRule>().Select(by => by.Rule.Name).ToHashSet();
                return policy.Rules.Index().All(each => each.Item.Audit || Proof(policy, each.Index) is null || !matched.Contains(each.Item.Name));
            },
            iter: 40);

    [Fact]
    public void The_rules_that_shadow_it_are_named_and_no_others()
    {
        var policy = PolicyOf([Closed("a"), Closed("b")], [], Allow("low", "a", "b", "tcp/1-5"), Allow("other", "b", "a"), Deny("high", "any", "b", "tcp/4-9"), Allow("never", "a", "b", "tcp/2-8"));
        Proof(policy, 3).ShouldBeOfType<NeverMatches.Shadowed>().By.Select(rule => rule.Name).ShouldBe(["low", "high"]);
    }

    [Fact]
    public void A_rule_that_decides_nothing_shadows_nothing()
        => Proof(PolicyOf([Closed("a")], [], Deny("watch", "any", "any") with { Audit = true }, Allow("r", "a", "a")), 1).ShouldBeNull();

    [Fact]
    public void A_limited_rule_decides_all_that_it_matches()
        => Proof(PolicyOf([Closed("a")], [], Allow("some", "a", "a") with { Rate = new Rate(1, RateUnit.Second, 5, LimitScope.Rule) }, Allow("r", "a", "a", "tcp/1")), 1).ShouldNotBeNull();

    [Fact]
    public void A_peer_that_nobody_can_be_is_found()
    {
        Selector Env(string value) => new([new LabelPattern("env", new Pattern(value))], [], [], [], [], []);
        var policy = PolicyOf([Closed("a") with { Claim = Env("prod") }], [], Allow("r", "a", "a") with { From = [new Peer.Narrowed("a", Env("test"))] });
        Proof(policy, 0).ShouldBeOfType<NeverMatches.Nobody>();
    }

    [Fact]
    public void Three_hundred_rules_are_quick()
    {
        var tiers = Enumerable.Range(0, 20).Select(i => Closed($"t{i}")).ToArray();
        var rules = Enumerable.Range(0, 300).Select(i => Allow($"r{i}", i % 9 == 0 ? "any" : $"t{i % 20}", $"t{i * 7 % 20}", $"tcp/{i * 50}-{(i * 50) + 120}", $"udp/{i}"));
        var started = TimeProvider.System.GetTimestamp();
        PolicyWarnings.Of(PolicyOf(tiers, [AGroup("g", "203.0.113.0/24")], [.. rules]), Now).ShouldBeEmpty();
        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    private static NeverMatches? Proof(PolicyDocument policy, int index) => new Shadows(policy, Population.Of([policy], running: []), Now).Of(index);

    private static HostWall.Core.EquatableArray<SameKey> Keys(int which) => which switch
    {
        1 => [new SameKey.Project()],
        2 => [new SameKey.Project(), new SameKey.Label("x")],
        _ => [],
    };

    /// <summary>One by one, all that these policies can tell apart.</summary>
    private static IEnumerable<Flow> Flows(PolicyDocument policy)
    {
        var parties = Population.Of([policy], running: []).All;
        string[] ports = ["tcp/0", "tcp/1", "tcp/2", "tcp/3", "udp/0", "udp/2", "sctp/0", "icmp/0", "icmp/4"];
        return
            from sender in parties
            from receiver in parties
            from port in ports.Select(Port)
            from state in States
            from at in (DateTimeOffset[])[Now, Now.AddDays(1)]
            from asked in (ushort?[])[null, 8000, 8443]
            where !(asked is not null && port.Protocol == Protocol.Icmp)
            select new Flow(sender, receiver, port.Protocol, port.Ports.First, state, at) { HostPort = asked };
    }
}
