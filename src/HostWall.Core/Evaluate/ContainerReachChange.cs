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
    /// <summary>The containers whose tier or reach changes, now or at any moment to come, in the order of <paramref name="after"/>; one that <paramref name="before"/> does not have was unlabelled.</summary>
    public static EquatableArray<ContainerReachChange> Between(DesiredState before, DesiredState after, DateTimeOffset now)
    {
        var tiersBefore = before.Containers.ToDictionary(bound => bound.Container.Id, bound => bound.Tier, StringComparer.Ordinal);
        var moves = new ContainerMoves(before.Policy, after.Policy, now);
        return
        [
            .. from bound in after.Containers
               let tierBefore = tiersBefore.GetValueOrDefault(bound.Container.Id, Tier.Unlabelled)
               let move = moves.Of(tierBefore, bound)
               where tierBefore != bound.Tier || !move.Egress.IsEmpty || !move.Ingress.IsEmpty
               select new ContainerReachChange(bound.Container.Name, tierBefore, bound.Tier, move.Egress, move.Ingress),
        ];
    }
}

/// <summary>What a container's reach to a peer, or a peer's to it, gains and loses.</summary>
public sealed record PeerReachChange(Peer Peer, PortSpace Gained, PortSpace Lost);
