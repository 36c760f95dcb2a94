using HostWall.Core.Policy;
using HostWall.Core.Rules;

namespace HostWall.Core.Compile;

/// <summary>Turns one side of a rule into matches, given what the place in the rule set already knows about that side.</summary>
internal static class PeerMatches
{
    /// <summary>The alternatives under which a packet of that sender is one of the peers; null in the list stands for always, an empty list for never.</summary>
    public static IReadOnlyList<Match?> OfSender(EquatableArray<Peer> peers, Sender sender)
        => Simplified(peers.SelectMany(peer => OfSender(peer, sender)));

    /// <summary>The same for a packet that goes to that receiver.</summary>
    public static IReadOnlyList<Match?> OfReceiver(EquatableArray<Peer> peers, Receiver receiver)
        => Simplified(peers.SelectMany(peer => OfReceiver(peer, receiver)));

    /// <summary>Whether the members of a tier are among the peers.</summary>
    public static bool Include(EquatableArray<Peer> peers, string tier) => peers.Any(peer => peer switch
    {
        Peer.Any or Peer.Containers => true,
        Peer.InTier(var name) => string.Equals(name, tier, StringComparison.Ordinal),
        _ => false,
    });

    private static IEnumerable<Match?> OfSender(Peer peer, Sender sender) => (sender, peer) switch
    {
        (_, Peer.Any) => [null],
        (Sender.Containers, Peer.Containers) => [null],
        (Sender.Containers, Peer.InTier(Tier.Unlabelled)) => [new Match.SourceIn(Names.Labelled, Negated: true)],
        (Sender.Containers, Peer.InTier(var tier)) => [new Match.SourceIn(Names.TierSet(tier))],
        (Sender.World, Peer.World) => [null],
        (Sender.World, Peer.InGroup(var group)) => [new Match.SourceAddress(Names.GroupSet(group))],
        (Sender.Host, Peer.Host) => [null],
        _ => [],
    };

    private static IEnumerable<Match?> OfReceiver(Peer peer, Receiver receiver) => (receiver, peer) switch
    {
        (_, Peer.Any) => [null],
        (Receiver.World, Peer.World) => [null],
        (Receiver.World, Peer.InGroup(var group)) => [new Match.DestinationAddress(Names.GroupSet(group))],
        (Receiver.Host, Peer.Host) => [null],
        _ => [],
    };

    private static List<Match?> Simplified(IEnumerable<Match?> alternatives)
    {
        var distinct = alternatives.Distinct().ToList();
        return distinct.Contains(null) ? [null] : distinct;
    }
}
