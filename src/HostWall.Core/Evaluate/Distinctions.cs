using HostWall.Core.Addressing;
using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>By what policies tell containers of a tier apart.</summary>
internal sealed class Distinctions
{
    private readonly List<Rule> _rules;
    private readonly List<Peer.Narrowed> _narrowed;
    private readonly Dictionary<Trait, List<Pattern>> _patterns = [];
    private readonly Dictionary<Trait, List<TraitValue>> _values = [];

    public Distinctions(IReadOnlyCollection<PolicyDocument> policies, EquatableArray<PortMatch> asked)
    {
        _rules = [.. policies.SelectMany(policy => policy.Rules)];
        _narrowed = [.. policies.SelectMany(Peers).OfType<Peer.Narrowed>().Distinct()];
        var selectors = _narrowed.Select(peer => peer.Selector).Concat(policies.SelectMany(policy => policy.Tiers).SelectMany(tier => (Selector?[])[tier.Select, tier.Claim]).OfType<Selector>());
        foreach (var byTrait in selectors.SelectMany(Trait.AskedBy).GroupBy(each => each.Trait))
        {
            _patterns.Add(byTrait.Key, [.. byTrait.SelectMany(each => each.AnyOf).Distinct()]);
        }

        var ports = _rules.SelectMany(rule => rule.Ports)
            .Concat(policies.SelectMany(policy => policy.Invariants).SelectMany(invariant => invariant.Ports))
            .Concat(policies.SelectMany(policy => policy.Tests).Select(test => test.Port))
            .Concat(asked)
            .ToList();
        Published =
        [
            .. from protocol in (Protocol[])[Protocol.Tcp, Protocol.Udp, Protocol.Sctp]
               from first in PortSpace.Atoms(protocol, ports).Select(atom => atom.Ports.First).Append((ushort)1).Distinct()
               select new PortMatch(protocol, PortRange.Single(first)),
        ];
    }

    /// <summary>A port of every kind: who publishes these publishes whatever is asked about.</summary>
    public EquatableArray<PortMatch> Published { get; }

    /// <summary>The selectors of peers that a member of the tier may be.</summary>
    public IEnumerable<Selector> Selectors(string tier)
        => _narrowed.Where(peer => peer.Tier is null || string.Equals(peer.Tier, tier, StringComparison.Ordinal)).Select(peer => peer.Selector).Distinct();

    /// <summary>What members of the tier may have to have in common with others.</summary>
    public IEnumerable<SameKey> Compared(string tier)
        => _rules.Where(rule => MayBe(rule.From, tier) || MayBe(rule.To, tier)).SelectMany(rule => rule.Same).Distinct();

    /// <summary>Whether it matters to some rule which ports a member of the tier publishes.</summary>
    public bool AsksForPublished(string tier) => _rules.Exists(rule => rule.Published && MayBe(rule.To, tier));

    /// <summary>The patterns of a trait, by which <see cref="TraitValue.Matched"/> counts.</summary>
    public IReadOnlyList<Pattern> Patterns(Trait trait) => _patterns.GetValueOrDefault(trait, []);

    /// <summary>The values of a trait that anybody tells apart: the same for every tier, so that members of two can have the same.</summary>
    public IReadOnlyList<TraitValue> Values(Trait trait, out bool areAll)
    {
        areAll = true;
        if (!_values.TryGetValue(trait, out var values))
        {
            var compared = _rules.SelectMany(rule => rule.Same).Any(key => Trait.Of(key) == trait);
            areAll = TraitValues.Of(trait, Patterns(trait), compared, out values);
            _values.Add(trait, values);
        }

        return values;
    }

    private static IEnumerable<Peer> Peers(PolicyDocument policy) =>
    [
        .. policy.Rules.SelectMany(rule => rule.From.Concat(rule.To)),
        .. policy.Tests.SelectMany(test => (Peer[])[test.From, test.To]),
        .. policy.Invariants.SelectMany(invariant => invariant.From.Concat(invariant.Except).Concat(invariant.To)),
    ];

    private static bool MayBe(EquatableArray<Peer> peers, string tier) => peers.Any(peer => peer switch
    {
        Peer.Any or Peer.Containers or Peer.Narrowed { Tier: null } => true,
        Peer.InTier(var name) => string.Equals(name, tier, StringComparison.Ordinal),
        Peer.Narrowed { Tier: var name } => string.Equals(name, tier, StringComparison.Ordinal),
        _ => false,
    });
}
