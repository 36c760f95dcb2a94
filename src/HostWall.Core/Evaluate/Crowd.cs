using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>A peer and those who stand for it.</summary>
internal sealed record Crowd(Peer Peer, EquatableArray<Party> Parties)
{
    /// <summary>The tiers of all the policies, the host, the world and the groups. A group that two policies fill differently has somebody to stand for each.</summary>
    public static IReadOnlyList<Crowd> Of(IReadOnlyCollection<PolicyDocument> policies)
    {
        var groups = policies.SelectMany(policy => policy.Groups).ToList();
        var population = Population.Of(policies, running: []);

        // Who is in several groups is shown with the last of them: nobody goes unasked.
        var between = population.Between(groups).ToLookup(party => groups.FindLast(group => PeerMeaning.Holds(group, party))?.Name, StringComparer.Ordinal);
        var tiers = policies.SelectMany(policy => policy.Tiers).Select(tier => tier.Name).Distinct(StringComparer.Ordinal);
        return
        [
            .. tiers.Select(tier => new Crowd(new Peer.InTier(tier), population.In(tier))),
            new Crowd(new Peer.Host(), [new Party.Host()]),
            new Crowd(new Peer.World(), population.World()),
            .. groups.GroupBy(group => group.Name, StringComparer.Ordinal)
                .Select(sameName => new Crowd(new Peer.InGroup(sameName.Key), [.. sameName.SelectMany(group => population.In(group)).Concat(between[sameName.Key]).Distinct()]))
                .Where(crowd => !crowd.Parties.IsEmpty),
        ];
    }

    /// <summary>Every ordered pair of which one side is a tier: what is between others is not HostWall's.</summary>
    public static IEnumerable<(Crowd From, Crowd To)> Pairs(IReadOnlyList<Crowd> crowds) =>
        from sender in crowds
        from receiver in crowds
        where sender.Peer is Peer.InTier || receiver.Peer is Peer.InTier
        select (sender, receiver);

    public static IEnumerable<(Party From, Party To)> Flows(Crowd from, Crowd to)
        => from.Parties.SelectMany(_ => to.Parties, (sender, receiver) => (sender, receiver));
}
