using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>Rules that would have decided a flow but for one thing, and what that is: what an operator who reads the policy wonders about.</summary>
internal static class NearMisses
{
    /// <summary>A sentence for each such rule before the one that decided.</summary>
    public static IEnumerable<string> Of(PolicyDocument policy, Flow flow, Decision decision)
    {
        if (decision.Reason is Reason.NotOurs)
        {
            return [];
        }

        var decided = (decision.Reason as Reason.ByRule)?.Rule;
        return policy.Rules.TakeWhile(rule => rule != decided).Select(rule => Why(policy, rule, flow) is { } why ? $"rule {rule.Name} {why} ({rule.Origin})" : null).OfType<string>();
    }

    private static string? Why(PolicyDocument policy, Rule rule, Flow flow)
    {
        var anyWindow = rule with { When = null, Expires = null };
        var anybody = anyWindow with { Same = [] };
        return (Meant(policy, rule, flow), rule) switch
        {
            (true, { Audit: true }) when RuleMeaning.Matches(policy, rule, flow) => "matches it and decides nothing: its mode is audit",
            (_, { Audit: true }) => null,
            (true, { Expires: { } expiry }) when expiry <= flow.At && RuleMeaning.Matches(policy, anyWindow, flow) => $"has expired, at {MomentText.Of(expiry)}",
            (true, { When: { } window }) when !window.Contains(flow.At) && RuleMeaning.Matches(policy, anyWindow, flow) => $"applies only {WindowText.Of(window)}",
            (true, _) when RuleMeaning.Matches(policy, anybody, flow) && !RuleMeaning.AreAlike(policy, rule, flow.From, flow.To) => $"asks for the same {string.Join(" and ", rule.Same)} on both sides",
            (false, _) when RuleMeaning.Matches(policy, rule, flow) && Narrowing(policy, rule, flow) is { } narrowed => $"is for {narrowed} alone",
            _ => null,
        };
    }

    private static bool Meant(PolicyDocument policy, Rule rule, Flow flow)
        => ReferenceEvaluator.Covers(policy, rule.From, flow.From) && ReferenceEvaluator.Covers(policy, rule.To, flow.To);

    /// <summary>The peers that would stand for the flow's ends if nothing narrowed them; null where the rule is for somebody else anyway.</summary>
    private static string? Narrowing(PolicyDocument policy, Rule rule, Flow flow)
    {
        var (from, to) = (Widened(rule.From), Widened(rule.To));
        if (!ReferenceEvaluator.Covers(policy, from, flow.From) || !ReferenceEvaluator.Covers(policy, to, flow.To))
        {
            return null;
        }

        return string.Join(" and ", Missed(policy, rule.From, flow.From).Concat(Missed(policy, rule.To, flow.To)));
    }

    private static IEnumerable<string> Missed(PolicyDocument policy, EquatableArray<Peer> peers, Party party)
        => ReferenceEvaluator.Covers(policy, peers, party)
            ? []
            : peers.OfType<Peer.Narrowed>().Where(peer => PeerMeaning.Covers(policy, Widened(peer), party)).Select(peer => peer.Name);

    private static EquatableArray<Peer> Widened(EquatableArray<Peer> peers) => [.. peers.Select(Widened)];

    private static Peer Widened(Peer peer) => peer switch
    {
        Peer.Narrowed { Tier: { } tier } => new Peer.InTier(tier),
        Peer.Narrowed => new Peer.Containers(),
        _ => peer,
    };
}
