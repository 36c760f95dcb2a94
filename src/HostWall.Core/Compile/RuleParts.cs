using HostWall.Core.Policy;
using HostWall.Core.Rules;

namespace HostWall.Core.Compile;

/// <summary>A rule's conditions as alternatives of matches, each found once: a rule stands in the chains of many tiers.</summary>
internal sealed class RuleParts(Rule rule, PeerMatches peers)
{
    private readonly IReadOnlyList<EquatableArray<Match>>[] _senders = [.. Enum.GetValues<Sender>().Select(sender => peers.OfSender(rule.From, sender))];
    private readonly IReadOnlyList<EquatableArray<Match>>[] _receivers = [.. Enum.GetValues<Receiver>().Select(receiver => peers.OfReceiver(rule.To, receiver))];

    public Rule Rule => rule;

    public IReadOnlyList<EquatableArray<Match>> PortsOfContainer { get; } = RuleMatches.PortsOfContainer(rule);

    public IReadOnlyList<EquatableArray<Match>> PortsElsewhere { get; } = RuleMatches.PortsElsewhere(rule);

    public IReadOnlyList<EquatableArray<Match>> Times { get; } = RuleMatches.Times(rule);

    public IReadOnlyList<EquatableArray<Match>> Senders(Sender sender) => _senders[(int)sender];

    public IReadOnlyList<EquatableArray<Match>> Receivers(Receiver receiver) => _receivers[(int)receiver];
}
