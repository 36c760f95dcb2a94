using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>What a peer's reach to another gains and loses. A group whose addresses change can do both at the same port.</summary>
public sealed record ReachChange(Peer From, Peer To, PortSpace Gained, PortSpace Lost);

/// <summary>The difference between two policies in what they let through, not in how they say it.</summary>
public static class ReachabilityChange
{
    /// <summary>The pairs that gain or lose, now or at any moment to come. A tier that one policy lacks counts as unlabelled there, which is what its containers are then.</summary>
    public static EquatableArray<ReachChange> Between(PolicyDocument before, PolicyDocument after, DateTimeOffset now)
    {
        var compared = new ReachComparison(before, after, now);
        return
        [
            .. from pair in Crowd.Pairs(Crowd.Of([after, before]))
               let change = compared.Of(Crowd.Flows(pair.From, pair.To).Select(flow => (flow, flow)))
               where !change.IsNone
               select new ReachChange(pair.From.Peer, pair.To.Peer, change.Gained, change.Lost),
        ];
    }
}
