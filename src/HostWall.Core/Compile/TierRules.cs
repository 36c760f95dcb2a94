using HostWall.Core.Policy;
using HostWall.Core.Rules;

namespace HostWall.Core.Compile;

/// <summary>A rule that has to do with a tier's members on one side, and what else must hold of a member there: nothing, where one alternative is empty.</summary>
internal readonly record struct TierRule(RuleParts Parts, IReadOnlyList<EquatableArray<Match>> Members)
{
    public Rule Rule => Parts.Rule;
}

/// <summary>The rules to and from each tier, in file order, found once: there may be a thousand, of which a tier knows few.</summary>
internal sealed class TierRules
{
    private readonly Dictionary<string, List<TierRule>> _to;
    private readonly Dictionary<string, List<TierRule>> _from;

    public TierRules(PolicyDocument policy, PeerMatches peers)
    {
        var rules = policy.Rules.Select(rule => new RuleParts(rule, peers)).ToList();
        _to = Of(policy, rules, (tier, rule) => peers.OfReceiverIn(tier, rule.To));
        _from = Of(policy, rules, (tier, rule) => peers.OfSenderIn(tier, rule.From));
    }

    public IReadOnlyList<TierRule> To(string tier) => _to[tier];

    public IReadOnlyList<TierRule> From(string tier) => _from[tier];

    private static Dictionary<string, List<TierRule>> Of(
        PolicyDocument policy, List<RuleParts> rules, Func<string, Rule, IReadOnlyList<EquatableArray<Match>>> members)
        => policy.Tiers.ToDictionary(
            tier => tier.Name,
            tier => rules.Select(parts => new TierRule(parts, members(tier.Name, parts.Rule))).Where(rule => rule.Members.Count > 0).ToList(),
            StringComparer.Ordinal);
}
