using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>Asks two policies about the same flows, at every moment at which either says something else.</summary>
internal sealed class ReachComparison(PolicyDocument before, PolicyDocument after, DateTimeOffset now)
{
    private readonly ReachQuery _earlier = new(before);
    private readonly ReachQuery _later = new(after);
    private readonly Occasions _occasions = new(Moments.From([before, after], now));

    /// <summary>What flows gain and lose, all together.</summary>
    /// <param name="flows">Each as it was and as it will be: a container may be in another tier then.</param>
    public ReachDifference Of(IEnumerable<((Party From, Party To) Was, (Party From, Party To) Now)> flows)
        => ReachDifference.Of(
            from flow in flows.DistinctBy(flow => (_earlier.Meet(flow.Was.From, flow.Was.To), _later.Meet(flow.Now.From, flow.Now.To)))
            from occasion in _occasions.Of(_earlier.Between(flow.Was.From, flow.Was.To).Concat(_later.Between(flow.Now.From, flow.Now.To)))
            select (_earlier.Open(flow.Was.From, flow.Was.To, occasion), _later.Open(flow.Now.From, flow.Now.To, occasion)));

    /// <summary>What the two policies see of a party, as it was and as it will be.</summary>
    public IEnumerable<PartyKind> KindsOf(Party was, Party now) => [_earlier.KindOf(was), _later.KindOf(now)];
}
