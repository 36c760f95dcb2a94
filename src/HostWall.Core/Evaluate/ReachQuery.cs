using HostWall.Core.Addressing;
using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>Asks one policy about many pairs of parties. Which rules name a party is found once, so that a pair costs only the rules between the two.</summary>
internal sealed class ReachQuery(PolicyDocument policy)
{
    /// <summary>Stands for what a policy cannot name: no port matches it, only rules without ports do.</summary>
    internal const Protocol Unnamed = (Protocol)int.MaxValue;

    private readonly Dictionary<Party, PolicyParty> _known = new(ReferenceEqualityComparer.Instance);
    private readonly List<SameKey> _compared = [.. policy.Rules.SelectMany(rule => rule.Same).Distinct()];
    private readonly Dictionary<Bits, int> _covers = [];
    private readonly Dictionary<(int, int), List<Rule>> _between = [];

    /// <summary>The rules whose peers match both, in file order.</summary>
    public IReadOnlyList<Rule> Between(Party from, Party to) => Between(Known(from), Known(to));

    /// <summary>Two pairs with the same meeting have the same reach, whatever the occasion.</summary>
    public Meeting Meet(Party from, Party to)
    {
        var (sender, receiver) = (Known(from), Known(to));
        var between = Between(sender, receiver);
        var alike = Bits.Where(between.Count, index => between[index].Same.IsEmpty || RuleMeaning.AreAlike(policy, between[index], sender.Party, receiver.Party));
        return new Meeting(sender.SendsId, receiver.ReceivesId, sender.Tier, receiver.Tier, alike, between.Exists(rule => rule.Published) ? receiver.Published : []);
    }

    /// <summary>Two parties of the same kind have the same reach with everybody.</summary>
    public PartyKind KindOf(Party party)
    {
        var known = Known(party);
        return new PartyKind(
            known.SendsId,
            known.ReceivesId,
            known.Tier,
            string.Join('\n', _compared.Select(key => RuleMeaning.Value(policy, key, known.Party))),
            policy.Rules.Any(rule => rule.Published) ? known.Published : []);
    }

    /// <summary>Everything that a new flow between the two may be.</summary>
    public PortSpace Open(Party from, Party to, Occasion occasion)
    {
        var (sender, receiver) = (Known(from), Known(to));
        var between = Between(sender, receiver);
        var cuts = between.SelectMany(rule => rule.Ports).Concat(PublishedCuts(between, receiver)).Distinct().ToList();
        var open = PortSpace.Of(cuts, atom => Passes(receiver.Party, atom));
        return receiver.Party is Party.InTier { IsRunning: false, Container: { Published.IsEmpty: false } container } could && between.Exists(rule => rule.Published)
            ? PortSpace.Of(cuts, atom => Passes(could with { Container = container with { Published = [] } }, atom)).And(open)
            : open;

        bool Passes(Party called, PortMatch? atom)
        {
            var flow = new Flow(sender.Party, called, atom?.Protocol ?? Unnamed, atom?.Ports.First ?? 0, ConntrackStates.New, occasion.At) { HostPort = occasion.HostPort };
            return ReferenceEvaluator.Decide(policy, between, flow).Passes;
        }
    }

    /// <summary>One that could be publishes a port of every kind, which cuts nothing; one that runs publishes what it does.</summary>
    private static EquatableArray<PortMatch> PublishedCuts(List<Rule> between, PolicyParty receiver)
        => receiver.Party is Party.InTier { IsRunning: true } && between.Exists(rule => rule.Published) ? receiver.Published : [];

    private List<Rule> Between(PolicyParty sender, PolicyParty receiver)
    {
        if (!_between.TryGetValue((sender.SendsId, receiver.ReceivesId), out var between))
        {
            between = [.. sender.Sends.And(receiver.Receives).Numbers().Select(index => policy.Rules[index])];
            _between.Add((sender.SendsId, receiver.ReceivesId), between);
        }

        return between;
    }

    /// <summary>Containers of a tier that the policy does not have are unlabelled under it.</summary>
    private PolicyParty Known(Party party)
    {
        if (!_known.TryGetValue(party, out var known))
        {
            var here = party is Party.InTier member && policy.FindTier(member.Tier) is null ? member with { Tier = Tier.Unlabelled } : party;
            var (sends, receives) = (Covering(here, rule => rule.From), Covering(here, rule => rule.To));
            known = new PolicyParty(here, sends, IdOf(sends), receives, IdOf(receives));
            _known.Add(party, known);
        }

        return known;
    }

    private Bits Covering(Party party, Func<Rule, EquatableArray<Peer>> side)
        => Bits.Where(policy.Rules.Count, index => ReferenceEvaluator.Covers(policy, side(policy.Rules[index]), party));

    private int IdOf(Bits covers)
    {
        _covers.TryAdd(covers, _covers.Count);
        return _covers[covers];
    }

    /// <summary>A party, and the rules that name it on either side.</summary>
    private sealed record PolicyParty(Party Party, Bits Sends, int SendsId, Bits Receives, int ReceivesId)
    {
        public string? Tier => (Party as Party.InTier)?.Tier;

        public EquatableArray<PortMatch> Published { get; } = Party is Party.InTier { Container: { } container }
            ? [.. container.Published.Select(port => new PortMatch(port.Protocol, PortRange.Single(port.ContainerPort))).Distinct().Order()]
            : [];
    }
}

/// <summary>All that a policy sees of a pair of parties.</summary>
/// <param name="Sends">Which rules name the sender.</param>
/// <param name="Receives">Which rules name the receiver.</param>
/// <param name="Alike">Of the rules between the two, those that find in common what they ask for.</param>
/// <param name="Published">What the receiver publishes, where a rule asks for it.</param>
internal readonly record struct Meeting(int Sends, int Receives, string? FromTier, string? ToTier, Bits Alike, EquatableArray<PortMatch> Published);

/// <summary>All that a policy sees of a party.</summary>
/// <param name="Values">What it may have in common with others.</param>
internal readonly record struct PartyKind(int Sends, int Receives, string? Tier, string Values, EquatableArray<PortMatch> Published);
