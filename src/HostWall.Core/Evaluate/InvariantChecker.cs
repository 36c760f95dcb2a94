using HostWall.Core.Addressing;
using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>What came of one of a policy's invariants.</summary>
/// <param name="Broken">A flow that it forbids and the policy allows; null where there is none.</param>
/// <param name="Whole">False where not everybody could be asked: there are too many classes of containers.</param>
public sealed record InvariantResult(Invariant Invariant, Counterexample? Broken, bool Whole)
{
    /// <summary>What nobody could look through is not known to hold.</summary>
    public bool Holds => Broken is null && Whole;
}

/// <summary>A flow that a policy lets through and should not.</summary>
/// <param name="Port">Null for a protocol that a policy cannot name.</param>
/// <param name="At">When; null for now.</param>
/// <param name="Text">For people: who reaches whom at which port, when, and what allows it.</param>
public sealed record Counterexample(Flow Flow, PortMatch? Port, DateTimeOffset? At, Decision Decision, string Text);

/// <summary>Looks for new flows that a policy allows against its own invariants, whatever its mode: between everybody who could be, at every moment to come.</summary>
public static class InvariantChecker
{
    /// <summary>So many classes of containers are asked about.</summary>
    public const int MostClasses = ContainerClasses.Most;

    /// <summary>One result for each invariant, in their order.</summary>
    public static EquatableArray<InvariantResult> Check(PolicyDocument policy, DateTimeOffset now) => Check(policy, Population.Of([policy], running: []), now);

    internal static EquatableArray<InvariantResult> Check(PolicyDocument policy, Population population, DateTimeOffset now)
    {
        var search = new Search(policy, population, now);
        return [.. policy.Invariants.Select(invariant => new InvariantResult(invariant, search.Counterexample(invariant), population.IsWhole))];
    }

    private sealed class Search(PolicyDocument policy, Population population, DateTimeOffset now)
    {
        private readonly ReachQuery _asked = new(policy);
        private readonly Occasions _occasions = new(Moments.From([policy], now));

        /// <summary>The first that is found, of now if there is one.</summary>
        public Counterexample? Counterexample(Invariant invariant)
        {
            var excepted = population.Covered(policy, invariant.Except).ToHashSet<Party>(ReferenceEqualityComparer.Instance);
            var senders = population.Covered(policy, invariant.From).Where(party => !excepted.Contains(party)).ToList();
            var receivers = population.Covered(policy, invariant.To).ToList();
            var pairs = senders.SelectMany(_ => receivers, (from, to) => (From: from, To: to))
                .Where(pair => pair.From is Party.InTier || pair.To is Party.InTier)
                .DistinctBy(pair => _asked.Meet(pair.From, pair.To));
            var forbidden = invariant.Ports.IsEmpty ? PortSpace.All : new PortSpace([.. invariant.Ports], Others: false);
            Counterexample? later = null;
            foreach (var (from, to) in pairs)
            {
                foreach (var occasion in _occasions.Of(_asked.Between(from, to)).Where(occasion => occasion.At == now || later is null))
                {
                    var open = _asked.Open(from, to, occasion).Intersect(forbidden);
                    if (open.IsEmpty)
                    {
                        continue;
                    }

                    var found = Found(from, to, occasion, open);
                    if (found.At is null)
                    {
                        return found;
                    }

                    later = found;
                }
            }

            return later;
        }

        private Counterexample Found(Party from, Party to, Occasion occasion, PortSpace open)
        {
            PortMatch? port = open.Ports.IsEmpty && open.Published.IsEmpty ? null : Example(open.Ports.Concat(open.Published).First());
            var flow = new Flow(from, to, port?.Protocol ?? ReachQuery.Unnamed, port?.Ports.First ?? 0, ConntrackStates.New, occasion.At) { HostPort = occasion.HostPort };
            var decision = ReferenceEvaluator.Decide(policy, flow);
            return new Counterexample(flow, port, occasion.At == now ? null : occasion.At, decision, CounterexampleText.Of(policy, flow, port, decision, now));
        }

        /// <summary>Port 0 and types of ICMP without a name count as all others do, but make poor examples.</summary>
        private static PortMatch Example(PortMatch open)
            => open with { Ports = PortRange.Single(open.Ports is { First: 0, Last: > 0 } ? (ushort)1 : open.Ports.First) };
    }
}
