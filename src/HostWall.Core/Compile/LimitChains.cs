using HostWall.Core.Policy;
using HostWall.Core.Rules;

namespace HostWall.Core.Compile;

/// <summary>The chains that stand before a limited rule's own: what is within the limits goes on to it, all else is over.</summary>
internal static class LimitChains
{
    public static Chain Of(Rule rule, string comment)
    {
        var rules = new List<ChainRule> { Goes(rule, Names.RuleChain(rule.Name), "its flow was let through before", new Match.Admitted()) };
        if (CountsSources(rule) && rule.From.Any(peer => peer is Peer.Any or Peer.Containers or Peer.InTier or Peer.Narrowed))
        {
            // Containers of one bridge share a /64: among them every address is a source of its own.
            rules.Add(Goes(rule, Names.RuleChain(rule.Name), "within the limits", [new Match.FromBridge(), .. Limits(rule, CountBy.SourceAddress)]));
            rules.Add(Goes(rule, Names.OverLimit(rule.Name), "over the limits", new Match.FromBridge()));
        }

        rules.Add(Goes(rule, Names.RuleChain(rule.Name), "within the limits", [.. Limits(rule, CountBy.SourceNetwork)]));
        rules.Add(Goes(rule, Names.OverLimit(rule.Name), "over the limits"));
        return new Chain(Names.LimitChain(rule.Name), Hook: null, $"limits of {comment}", [.. rules]);
    }

    public static IEnumerable<SetDeclaration> Memories(Rule rule)
    {
        if (rule.Rate is { } rate)
        {
            yield return new SetDeclaration.Memory(
                Names.RateMemory(rule.Name, rate), $"rule {rule.Name}: rate", By(rate.Per, CountBy.SourceAddress), LimitOf(rate).Memory);
        }

        if (rule.Connections is { } connections)
        {
            yield return new SetDeclaration.Memory(
                Names.ConnectionMemory(rule.Name, connections), $"rule {rule.Name}: open flows", By(connections.Per, CountBy.SourceAddress), Timeout: null);
        }
    }

    /// <summary>The rate first: what it keeps out must not count as open.</summary>
    private static IEnumerable<Match> Limits(Rule rule, CountBy source)
    {
        if (rule.Rate is { } rate)
        {
            yield return new Match.UnderRate(Names.RateMemory(rule.Name, rate), LimitOf(rate), By(rate.Per, source));
        }

        if (rule.Connections is { } connections)
        {
            yield return new Match.UnderConnections(Names.ConnectionMemory(rule.Name, connections), connections.Max, By(connections.Per, source));
        }
    }

    private static bool CountsSources(Rule rule) => rule.Rate?.Per == LimitScope.Source || rule.Connections?.Per == LimitScope.Source;

    private static RateLimit LimitOf(Rate rate) => new(rate.Limit, rate.Period, rate.Burst);

    private static CountBy By(LimitScope scope, CountBy source) => scope switch
    {
        LimitScope.Rule => CountBy.Nothing,
        LimitScope.Source => source,
        LimitScope.Destination => CountBy.DestinationAddress,
    };

    private static ChainRule Goes(Rule rule, string chain, string comment, params ReadOnlySpan<Match> matches)
        => new([.. matches], [], new Verdict.Goto(chain), comment, rule.Origin);
}
