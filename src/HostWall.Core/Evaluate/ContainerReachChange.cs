using HostWall.Core.Desired;
using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>What a change of policy means for a running container.</summary>
/// <param name="TierBefore">The same as <paramref name="TierAfter"/> where only its reach changes.</param>
/// <param name="Egress">Peers to which it gains or loses reach.</param>
/// <param name="Ingress">Peers whose reach to it gains or loses.</param>
public sealed record ContainerReachChange(
    string Name, string TierBefore, string TierAfter, EquatableArray<PeerReachChange> Egress, EquatableArray<PeerReachChange> Ingress)
{
    /// <summary>The containers whose tier or reach changes, in the order of <paramref name="after"/>; one that <paramref name="before"/> does not have was unlabelled.</summary>
    public static EquatableArray<ContainerReachChange> Between(DesiredState before, DesiredState after, DateTimeOffset at)
    {
        var tiersBefore = before.Containers.ToDictionary(bound => bound.Container.Id, bound => bound.Tier, StringComparer.Ordinal);
        var moves = new TierMoves(before.Policy, after.Policy, at);
        return
        [
            .. from bound in after.Containers
               let tierBefore = tiersBefore.GetValueOrDefault(bound.Container.Id, Tier.Unlabelled)
               let move = moves.Of(tierBefore, bound.Tier)
               where tierBefore != bound.Tier || !move.Egress.IsEmpty || !move.Ingress.IsEmpty
               select new ContainerReachChange(bound.Container.Name, tierBefore, bound.Tier, move.Egress, move.Ingress),
        ];
    }

    /// <summary>What moving from one tier under one policy to another under the next means; containers that move alike fare alike, and are asked about once.</summary>
    private sealed class TierMoves(PolicyDocument before, PolicyDocument after, DateTimeOffset at)
    {
        private readonly ReachQuery _earlier = new(before, at);
        private readonly ReachQuery _later = new(after, at);
        private readonly IReadOnlyList<Crowd> _crowds = Crowd.Of([after, before]);
        private readonly Dictionary<(string, string), Move> _known = [];

        public Move Of(string tierBefore, string tierAfter)
        {
            if (!_known.TryGetValue((tierBefore, tierAfter), out var move))
            {
                var (was, now) = (new Party.InTier(tierBefore), new Party.InTier(tierAfter));
                move = new Move(
                    Changes(peer => (_earlier.Open(was, peer), _later.Open(now, peer))),
                    Changes(peer => (_earlier.Open(peer, was), _later.Open(peer, now))));
                _known.Add((tierBefore, tierAfter), move);
            }

            return move;
        }

        private EquatableArray<PeerReachChange> Changes(Func<Party, (PortSpace Was, PortSpace Now)> open) =>
        [
            .. from crowd in _crowds
               let change = ReachDifference.Of(crowd.Parties.Select(open))
               where !change.IsNone
               select new PeerReachChange(crowd.Peer, change.Gained, change.Lost),
        ];
    }

    private sealed record Move(EquatableArray<PeerReachChange> Egress, EquatableArray<PeerReachChange> Ingress);
}

/// <summary>What a container's reach to a peer, or a peer's to it, gains and loses.</summary>
public sealed record PeerReachChange(Peer Peer, PortSpace Gained, PortSpace Lost);
