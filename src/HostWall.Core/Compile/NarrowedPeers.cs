using HostWall.Core.Desired;
using HostWall.Core.Policy;
using HostWall.Core.Rules;

namespace HostWall.Core.Compile;

/// <summary>A policy's narrowed peers: each is a set of endpoints, so that the chains depend on the policy alone.</summary>
internal sealed class NarrowedPeers(PolicyDocument policy)
{
    private readonly List<Peer.Narrowed> _peers = [.. policy.Rules.SelectMany(rule => rule.From.Concat(rule.To)).OfType<Peer.Narrowed>().Distinct()];

    public string SetOf(Peer.Narrowed peer) => Names.PeerSet(_peers.IndexOf(peer) + 1);

    public IEnumerable<SetDeclaration> Sets => _peers.Select(peer => new SetDeclaration.Endpoints(SetOf(peer), peer.Name));

    /// <summary>The sets that hold a container's addresses.</summary>
    public IEnumerable<string> SetsOf(BoundContainer bound) => _peers.Where(peer => Covers(peer, bound)).Select(SetOf);

    public bool Covers(Peer.Narrowed peer, BoundContainer bound)
        => (peer.Tier is null || string.Equals(peer.Tier, bound.Tier, StringComparison.Ordinal))
            && SelectorMatch.Matches(peer.Selector, bound.Container, policy.Settings.ImageLabels);
}
