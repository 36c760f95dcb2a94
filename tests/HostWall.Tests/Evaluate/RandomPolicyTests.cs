using CsCheck;
using HostWall.Core;
using HostWall.Core.Addressing;
using HostWall.Core.Compile;
using HostWall.Core.Evaluate;
using HostWall.Core.Inventory;
using HostWall.Core.Policy;
using HostWall.Scenarios;
using HostWall.Scenarios.Grid;

namespace HostWall.Tests.Evaluate;

/// <summary>For whatever policy, inventory and packet: the compiled rules do what the policy says, and by the rule that it says.</summary>
public sealed class RandomPolicyTests
{
    private const int Policies = 600, PacketsOfEach = 400;

    private static readonly DateTimeOffset At = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly ushort[] Ports = [1, 53, 79, 80, 81, 2904, 2905, 5000, 5432, 5433, 65535];
    private static readonly ConntrackStates[] States =
        [ConntrackStates.New, ConntrackStates.New, ConntrackStates.New, ConntrackStates.Established, ConntrackStates.Related, ConntrackStates.Invalid, ConntrackStates.Untracked];

    private static readonly Gen<AnyPacket[]> Packets =
        (from ends in Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, int.MaxValue])
         from family in Gen.Enum<Family>()
         from protocol in Gen.Enum<Protocol>()
         from port in protocol == Protocol.Icmp ? Gen.UShort[0, (ushort)IcmpType.All.Count] : Gen.OneOf(Ports)
         from state in Gen.OneOf(States)
         from way in Gen.Enum<Way>()
         select new AnyPacket(ends.Item1, ends.Item2, family, protocol, port, state, way)).Array[PacketsOfEach];

    [Fact]
    public void The_compiled_rules_do_what_the_policy_says()
    {
        var asked = 0;
        Gen.Select(RandomPolicy.Any, RandomWorld.Any, Packets).Sample(
            (text, world, packets) =>
            {
                var desired = new GridCase("random", text, world).Desired;
                var rules = new RuleSetEvaluator(RuleSetCompiler.Compile(desired));
                var ends = Enum.GetValues<Family>().ToDictionary(family => family, family => RandomEnds.Of(desired, family));
                foreach (var journey in packets.SelectMany(packet => packet.Journeys(ends[packet.Family])))
                {
                    ShouldAgree(desired.Policy, rules, journey);
                    Interlocked.Increment(ref asked);
                }
            },
            iter: Policies,
            print: sample => sample.Item2.Text() + sample.Item1);
        asked.ShouldBeGreaterThanOrEqualTo(100_000);
    }

    private static void ShouldAgree(PolicyDocument policy, RuleSetEvaluator rules, Journey journey)
    {
        var decision = ReferenceEvaluator.Decide(policy, journey.Flow);
        journey.FateUnder(rules).ShouldBe(journey.FateUnder(policy), $"{journey} {decision}");
        var origin = decision.Reason switch
        {
            Reason.ByRule by => by.Rule.Origin,
            Reason.ByIngressDefault by => by.Tier.Origin,
            Reason.ByEgressDefault by => by.Tier.Origin,
            _ => null,
        };
        if (origin is not null)
        {
            rules.Decide(journey.Packets[^1]).Trace[^1].Rule.Origin.ShouldBe(origin, $"{journey} {decision}");
        }
    }

    /// <summary>How a packet comes to a container.</summary>
    private enum Way
    {
        Straight,

        /// <summary>By a published port that the host takes in.</summary>
        Served,

        /// <summary>By a published port that NAT sends on.</summary>
        Translated,
    }

    /// <summary>Numbers that choose among what there is.</summary>
    private sealed record AnyPacket(int From, int To, Family Family, Protocol Protocol, ushort Port, ConntrackStates State, Way Way)
    {
        public IEnumerable<Journey> Journeys(EquatableArray<End> ends)
        {
            var (from, to) = (ends[From % ends.Count], ends[To % ends.Count]);
            return Way switch
            {
                Way.Straight => [Journey.Of(from, to, Protocol, Port, State, At)],
                Way.Served when from is End.Host => [],
                Way.Served => PublishedBy(to).Select(port => Journey.Served(from, to, port.Protocol, port.HostPort, port.ContainerPort, Called(port), At)),
                Way.Translated => PublishedBy(to).Select(port => Journey.Translated(from, to, port.Protocol, port.HostPort, port.ContainerPort, Called(port), At)),
            };
        }

        private IEnumerable<PublishedPort> PublishedBy(End end) => (end as End.Container)?.Known?.Published.Where(port => port.Family == Family) ?? [];

        private Address Called(PublishedPort port) => port.HostAddress ?? GridWorld.AddressOf(GridWorld.Host, Family);
    }
}
