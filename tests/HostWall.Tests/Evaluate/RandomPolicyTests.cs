using CsCheck;
using HostWall.Core.Addressing;
using HostWall.Core.Compile;
using HostWall.Core.Desired;
using HostWall.Core.Evaluate;
using HostWall.Core.Policy;
using HostWall.Scenarios;
using HostWall.Scenarios.Grid;

namespace HostWall.Tests.Evaluate;

/// <summary>For whatever policy, inventory and packet: the compiled rules do what the policy says, and by the rule that it says.</summary>
public sealed class RandomPolicyTests
{
    private const int Policies = 600, PacketsOfEach = 260;

    private static readonly DateTimeOffset At = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly ushort[] Ports = [1, 53, 79, 80, 81, 2904, 2905, 5000, 5432, 5433, 65535];
    private static readonly ConntrackStates[] States =
        [ConntrackStates.New, ConntrackStates.New, ConntrackStates.New, ConntrackStates.Established, ConntrackStates.Related, ConntrackStates.Invalid, ConntrackStates.Untracked];

    private static readonly Gen<AnyPacket[]> Packets =
        (from ends in Gen.Select(Gen.Int[0, GridWorld.Names.Count - 1], Gen.Int[0, GridWorld.Names.Count - 1])
         from family in Gen.Enum<Family>()
         from protocol in Gen.Enum<Protocol>()
         from port in Gen.OneOf(Ports)
         from state in Gen.OneOf(States)
         from way in Gen.Int[0, 7]
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
                foreach (var journey in packets.SelectMany(packet => packet.Journeys(desired)))
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
        var expected = policy.Settings.Mode == Mode.Audit ? Fate.Passed : decision.Action switch
        {
            RuleAction.Allow => Fate.Passed,
            RuleAction.Deny => Fate.Dropped,
            RuleAction.Reject => Fate.Rejected,
        };
        journey.FateUnder(rules).ShouldBe(expected, $"{journey} {decision}");
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

    /// <summary>Numbers that choose among what there is.</summary>
    /// <param name="Way">1 and 2 go by a published port of the receiver, taken in by the host or sent on by NAT; all others go straight.</param>
    private sealed record AnyPacket(int From, int To, Family Family, Protocol Protocol, ushort Port, ConntrackStates State, int Way)
    {
        public IEnumerable<Journey> Journeys(DesiredState desired)
        {
            var (from, to) = (GridWorld.EndOf(desired, GridWorld.Names[From], Family), GridWorld.EndOf(desired, GridWorld.Names[To], Family));
            if (Way is not (1 or 2))
            {
                yield return Journey.Of(from, to, Protocol, Protocol == Protocol.Icmp ? (ushort)(Port % 29) : Port, State, At);
                yield break;
            }

            foreach (var published in (to as End.Container)?.Known?.Published.Where(port => port.Family == Family) ?? [])
            {
                var called = published.HostAddress ?? GridWorld.AddressOf(GridWorld.Host, Family);
                if (Way == 2)
                {
                    yield return Journey.Translated(from, to, published.Protocol, published.HostPort, published.ContainerPort, called, At);
                }
                else if (from is not End.Host)
                {
                    yield return Journey.Served(from, to, published.Protocol, published.HostPort, published.ContainerPort, called, At);
                }
            }
        }
    }
}
