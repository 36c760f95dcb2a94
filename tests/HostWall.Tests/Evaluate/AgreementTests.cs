using CsCheck;
using HostWall.Core.Addressing;
using HostWall.Core.Compile;
using HostWall.Core.Desired;
using HostWall.Core.Evaluate;
using HostWall.Core.Inventory;
using HostWall.Core.Policy;
using HostWall.Core.Text;
using HostWall.Scenarios;
using static HostWall.Tests.Evaluate.Policies;

namespace HostWall.Tests.Evaluate;

/// <summary>For whatever policy, inventory and packet: the compiled rules do what the policy says, and by the rule that it says.</summary>
public sealed class AgreementTests
{
    private static readonly string[] Tiers = ["a", "b", "c", Tier.Unlabelled];
    private static readonly string[] Peers = ["any", "containers", "host", "world", "@g", "@h", .. Tiers];
    private static readonly string[] Bridges = ["br-one", "br-two", "br-three"];
    private static readonly string[] Labels = [.. Tiers, "nosuch", ""];
    private static readonly string[] PortTexts = ["tcp", "tcp/1-3", "tcp/2", "udp/2-4", "sctp/3", "icmp", "udp"];
    private static readonly string[] Outsides = ["198.51.100.7", "203.0.113.1", "203.0.113.130", "2001:db8:ffff::7", "2001:db8:10::1", "2001:db8:10:1::1"];

    private static readonly Address[] HostAddresses = [Parse("192.0.2.10"), Parse("2001:db8:2::10")];

    private static readonly Gen<PolicyDocument> AnyPolicy =
        from tiers in Gen.Select(Gen.Enum<Default>(), Gen.Enum<Default>()).Array[4]
        from rules in AnyRule.Array[0, 7]
        from mode in Gen.Frequency((4, Gen.Const(Mode.Enforce)), (1, Gen.Const(Mode.Audit)))
        select PolicyOf(
            [.. Tiers.Zip(tiers, (name, defaults) => ATier(name, defaults.Item1, defaults.Item2) with { Origin = new Origin("policy.toml", 10 + Array.IndexOf(Tiers, name)) })],
            [AGroup("g", "203.0.113.0/24", "2001:db8:10::/48"), AGroup("h", "203.0.113.128/25", "2001:db8:10:1::/64")],
            [.. rules.Select((rule, index) => rule with { Name = $"r{index}" })])
            with
        { Settings = Settings.Default with { Mode = mode } };

    private static readonly Gen<Snapshot> AnySnapshot =
        from containers in Gen.Select(Gen.OneOf(Labels), Gen.Int[1, 7], Gen.OneOf("tcp/1", "tcp/2", "udp/3"), Gen.Bool).Array[1, 6]
        select new Snapshot(
            [.. Bridges.Select(bridge => new Network(bridge, bridge, bridge))],
            [.. containers.Select((container, index) => AContainer(index, container.Item1, container.Item2, container.Item3, container.Item4))],
            new HostLinks([.. HostAddresses], [.. Bridges, "lxcbr0"], [.. Bridges], ["virbr*"]));

    private static Gen<Rule> AnyRule =>
        from peers in Gen.Select(Gen.OneOf(Peers).Array[1, 2], Gen.OneOf(Peers).Array[1, 2])
        from ports in Gen.OneOf(PortTexts).Array[0, 2]
        from action in Gen.Enum<RuleAction>()
        from states in Gen.Frequency((3, Gen.Const(1)), (1, Gen.Int[1, 31]))
        from log in Gen.Bool
        select Allow("r", string.Join(',', peers.Item1), string.Join(',', peers.Item2), [.. DisjointPorts(ports)])
            with
        { Action = action, States = (ConntrackStates)states, Log = log };

    [Fact]
    public void The_compiled_rules_do_what_the_policy_says()
    {
        var packet = Gen.Select(
            Gen.Int[0, 20], Gen.Int[0, 20], Gen.Enum<Family>(), Gen.Enum<Protocol>(), Gen.UShort[1, 5],
            Gen.OneOf(ConntrackStates.New, ConntrackStates.New, ConntrackStates.Established, ConntrackStates.Related, ConntrackStates.Invalid, ConntrackStates.Untracked));
        Gen.Select(AnyPolicy, AnySnapshot, packet.Array[40]).Sample(
            (policy, snapshot, packets) =>
            {
                var desired = Binder.Bind(policy, snapshot);
                var rules = new RuleSetEvaluator(RuleSetCompiler.Compile(desired));
                foreach (var (from, to, family, protocol, port, state) in packets)
                {
                    var ends = Ends(desired, family);
                    var journey = Journey.Of(ends[from % ends.Count], ends[to % ends.Count], protocol, protocol == Protocol.Icmp ? (ushort)0 : port, state, DateTimeOffset.UnixEpoch);
                    ShouldAgree(policy, rules, journey);
                }
            },
            iter: 1_000);
    }

    [Fact]
    public void A_published_port_that_the_host_serves_is_judged_as_the_containers()
        => Gen.Select(AnyPolicy, AnySnapshot, Gen.Int[0, 20].Array[10]).Sample(
            (policy, snapshot, callers) =>
            {
                var desired = Binder.Bind(policy, snapshot);
                var rules = new RuleSetEvaluator(RuleSetCompiler.Compile(desired));
                foreach (var served in desired.Served)
                {
                    var ends = Ends(desired, served.Family).Where(end => end is not End.Host).ToList();
                    var called = served.HostAddress ?? HostAddresses.Single(address => address.Family == served.Family);
                    foreach (var caller in callers)
                    {
                        var owner = desired.Containers.FirstOrDefault(bound => bound.Container.Id == served.ContainerId);
                        var to = Known(owner is null ? new Party.InTier(served.Tier) : Parties.Of(owner, network: null), new EndpointKey(Bridges[0], called));
                        ShouldAgree(policy, rules, Journey.Served(ends[caller % ends.Count], to, served.Protocol, served.HostPort, served.ContainerPort, called, DateTimeOffset.UnixEpoch));
                    }
                }
            },
            iter: 300);

    private static void ShouldAgree(PolicyDocument policy, RuleSetEvaluator rules, Journey journey)
    {
        var decision = ReferenceEvaluator.Decide(policy, journey.Flow);
        var expected = policy.Settings.Mode == Mode.Audit ? Fate.Passed : decision.Action switch
        {
            RuleAction.Allow => Fate.Passed,
            RuleAction.Deny => Fate.Dropped,
            RuleAction.Reject => Fate.Rejected,
        };
        journey.FateUnder(rules).ShouldBe(expected, $"{journey} {decision}");
        var decided = rules.Decide(journey.Packets[^1]).Trace;
        var origin = decision.Reason switch
        {
            Reason.ByRule by => by.Rule.Origin,
            Reason.ByIngressDefault by => by.Tier.Origin,
            Reason.ByEgressDefault by => by.Tier.Origin,
            _ => null,
        };
        if (origin is not null)
        {
            decided[^1].Rule.Origin.ShouldBe(origin, $"{journey} {decision}");
        }
    }

    /// <summary>Every end of that family: the containers' addresses, an address on each bridge that nobody knows, the host's and the world's.</summary>
    private static List<End> Ends(DesiredState desired, Family family) =>
    [
        .. desired.Members.Where(member => member.Key.Address.Family == family).Select(member => Known(Parties.At(desired, member.Key), member.Key)),
        .. Bridges.Select(bridge => new End.Container("unknown", Tier.Unlabelled, new EndpointKey(bridge, Inside(family, 0, 99)))),
        new End.Host(HostAddresses.Single(address => address.Family == family)),
        .. Outsides.Select(Parse).Where(address => address.Family == family).Select(address => new End.World(address)),
    ];

    private static End.Container Known(Party.InTier party, EndpointKey at)
        => new(party.Container?.Name ?? "unknown", party.Tier, at) { Known = party.Container, Network = party.Network };

    private static Container AContainer(int index, string label, int networks, string port, bool oneAddress)
    {
        var published = Port(port);
        return new Container(
            $"id{index}",
            $"c{index}",
            "image",
            label.Length == 0 ? [] : [new Label(TierAssignment.LabelKey, label, FromImage: false)],
            [.. Bridges.Where((_, bit) => (networks & (1 << bit)) != 0).Select(bridge => new Endpoint(bridge, bridge, [Inside(Family.IPv4, index, 2), Inside(Family.IPv6, index, 2)]))],
            [.. HostAddresses.Select(host => new PublishedPort(published.Protocol, host.Family, oneAddress ? host : null, (ushort)(8000 + index), published.Ports.First))]);
    }

    private static Address Inside(Family family, int network, int host) => family == Family.IPv4
        ? new Address(family, (UInt128)(0xAC12_0000 + (network << 8) + host))
        : new Address(family, ((UInt128)0xfd00_0000_0000_0000 << 64) + (UInt128)((network << 8) + host));

    /// <summary>As a checked policy has them: sorted and disjoint.</summary>
    private static IEnumerable<string> DisjointPorts(string[] ports)
        => ports.Select(Port).GroupBy(port => port.Protocol).Select(same => same.MaxBy(port => port.Ports.Last - port.Ports.First).ToString());

    private static Address Parse(string text) => InventoryReader.ReadAddress(text);
}
