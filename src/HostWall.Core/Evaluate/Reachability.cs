using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>What new flows a policy lets through from one peer to another.</summary>
/// <param name="From">A tier, a group, the host or the world; of the latter what is in no group.</param>
public sealed record Reach(Peer From, Peer To, PortSpace Open);

/// <summary>The meaning of a policy as data.</summary>
public static class Reachability
{
    /// <summary>Every ordered pair of the policy's tiers, the host, the world and its groups (empty ones left out) of which one side is a tier.</summary>
    public static EquatableArray<Reach> Of(PolicyDocument policy, DateTimeOffset at)
    {
        var asked = new ReachQuery(policy);
        var occasions = new Occasions([at]);
        var crowds = Crowd.Of([policy]);
        return
        [
            .. Crowd.Pairs(crowds).Select(pair => new Reach(pair.From.Peer, pair.To.Peer, Open(asked, occasions, pair.From, pair.To))),
        ];
    }

    /// <summary>Where those who stand for a peer fare differently, what is open to any of them counts: nothing open goes unsaid.</summary>
    private static PortSpace Open(ReachQuery asked, Occasions occasions, Crowd from, Crowd to)
        => Crowd.Flows(from, to)
            .DistinctBy(flow => asked.Meet(flow.From, flow.To))
            .SelectMany(flow => occasions.Of(asked.Between(flow.From, flow.To)).Select(occasion => asked.Open(flow.From, flow.To, occasion)))
            .Aggregate(PortSpace.None, (open, more) => open.Union(more));
}
