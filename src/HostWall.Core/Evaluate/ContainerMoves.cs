using HostWall.Core.Desired;
using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>What changes for a container when it moves from its tier under one policy to its tier under the next.</summary>
internal sealed record ContainerMove(EquatableArray<PeerReachChange> Egress, EquatableArray<PeerReachChange> Ingress);

/// <summary>Finds what changes for running containers; those whom neither policy can tell apart fare alike, and are asked about once.</summary>
internal sealed class ContainerMoves(PolicyDocument before, PolicyDocument after, DateTimeOffset now)
{
    private readonly ReachComparison _compared = new(before, after, now);
    private readonly IReadOnlyList<Crowd> _crowds = Crowd.Of([after, before]);
    private readonly Dictionary<EquatableArray<PartyKind>, ContainerMove> _known = [];

    public ContainerMove Of(string tierBefore, BoundContainer bound)
    {
        List<(Party Was, Party Now)> selves = [.. Parties.Of(bound).Select(self => (self with { Tier = tierBefore }, self))];
        EquatableArray<PartyKind> kind = [.. selves.SelectMany(self => _compared.KindsOf(self.Was, self.Now)).Distinct()];
        if (!_known.TryGetValue(kind, out var move))
        {
            move = new ContainerMove(
                Changes(peer => selves.Select(self => ((self.Was, peer), (self.Now, peer)))),
                Changes(peer => selves.Select(self => ((peer, self.Was), (peer, self.Now)))));
            _known.Add(kind, move);
        }

        return move;
    }

    private EquatableArray<PeerReachChange> Changes(Func<Party, IEnumerable<((Party, Party), (Party, Party))>> flows) =>
    [
        .. from crowd in _crowds
           let change = _compared.Of(crowd.Parties.SelectMany(flows))
           where !change.IsNone
           select new PeerReachChange(crowd.Peer, change.Gained, change.Lost),
    ];
}
