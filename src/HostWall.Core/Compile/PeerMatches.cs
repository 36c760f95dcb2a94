using HostWall.Core.Policy;
using HostWall.Core.Rules;

namespace HostWall.Core.Compile;

/// <summary>
/// Turns one side of a rule into matches, given what the place in the rule set already knows about that side: the alternatives under which a
/// packet's side is one of the peers. One without matches stands for always, none at all for never.
/// </summary>
internal sealed class PeerMatches(PolicyDocument policy, NarrowedPeers narrowed)
{
    /// <summary>Who sent the packet, known to be of that kind.</summary>
    public IReadOnlyList<EquatableArray<Match>> OfSender(EquatableArray<Peer> peers, Sender sender)
        => Alternatives.Simplified(peers.SelectMany(peer => OfSender(peer, sender)));

    /// <summary>Whom the packet goes to, known to be no container.</summary>
    public IReadOnlyList<EquatableArray<Match>> OfReceiver(EquatableArray<Peer> peers, Receiver receiver)
        => Alternatives.Simplified(peers.SelectMany(peer => OfReceiver(peer, receiver)));

    /// <summary>The sender, known to be a member of the tier.</summary>
    public IReadOnlyList<EquatableArray<Match>> OfSenderIn(string tier, EquatableArray<Peer> peers)
        => Alternatives.Simplified(peers.SelectMany(peer => OfMember(peer, tier, set => new Match.SourceIn(set))));

    /// <summary>The receiver, known to be a member of the tier.</summary>
    public IReadOnlyList<EquatableArray<Match>> OfReceiverIn(string tier, EquatableArray<Peer> peers)
        => Alternatives.Simplified(peers.SelectMany(peer => OfMember(peer, tier, set => new Match.DestinationIn(set))));

    private IEnumerable<EquatableArray<Match>> OfSender(Peer peer, Sender sender) => (sender, peer) switch
    {
        (_, Peer.Any) => Alternatives.Always,
        (Sender.Containers, Peer.Containers) => Alternatives.Always,
        (Sender.Containers, Peer.InTier(Tier.Unlabelled)) => [[new Match.SourceIn(Names.Labelled, Negated: true)]],
        (Sender.Containers, Peer.InTier(var tier)) => [[new Match.SourceIn(Names.TierSet(tier))]],
        (Sender.Containers, Peer.Narrowed some) => [[new Match.SourceIn(narrowed.SetOf(some))]],
        (Sender.World, Peer.World) => Alternatives.Always,
        (Sender.World, Peer.InGroup(var group)) => OfGroup(group, set => new Match.SourceAddress(set), links => new Match.SourceLink(links)),
        (Sender.Host, Peer.Host) => Alternatives.Always,
        _ => [],
    };

    private IEnumerable<EquatableArray<Match>> OfReceiver(Peer peer, Receiver receiver) => (receiver, peer) switch
    {
        (_, Peer.Any) => Alternatives.Always,
        (Receiver.World, Peer.World) => Alternatives.Always,
        (Receiver.World, Peer.InGroup(var group)) => OfGroup(group, set => new Match.DestinationAddress(set), links => new Match.DestinationLink(links)),
        (Receiver.Host, Peer.Host) => Alternatives.Always,
        _ => [],
    };

    private IEnumerable<EquatableArray<Match>> OfMember(Peer peer, string tier, Func<string, Match> isIn) => peer switch
    {
        Peer.Any or Peer.Containers => Alternatives.Always,
        Peer.InTier(var name) when string.Equals(name, tier, StringComparison.Ordinal) => Alternatives.Always,
        Peer.Narrowed some when some.Tier is null || string.Equals(some.Tier, tier, StringComparison.Ordinal) => [[isIn(narrowed.SetOf(some))]],
        _ => [],
    };

    private IEnumerable<EquatableArray<Match>> OfGroup(string name, Func<string, Match> addresses, Func<EquatableArray<string>, Match> links)
    {
        var group = policy.Groups.First(group => string.Equals(group.Name, name, StringComparison.Ordinal));
        var matches = new List<Match>();
        if (!group.Interfaces.IsEmpty)
        {
            matches.Add(links(group.Interfaces));
        }

        if (!group.IsEveryAddress)
        {
            matches.Add(addresses(Names.GroupSet(name)));
        }

        yield return [.. matches];
    }
}
