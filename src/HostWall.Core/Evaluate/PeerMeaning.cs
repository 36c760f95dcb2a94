using System.Diagnostics;
using HostWall.Core.Addressing;
using HostWall.Core.Desired;
using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>Whom a peer stands for.</summary>
internal static class PeerMeaning
{
    public static bool Covers(PolicyDocument policy, Peer peer, Party party) => (peer, party) switch
    {
        (Peer.Any, _) => true,
        (Peer.Containers, _) => party is Party.InTier,
        (Peer.Host, _) => party is Party.Host,
        (Peer.World, _) => party is Party.World,
        (Peer.InTier tier, Party.InTier member) => IsIn(tier.Tier, member),
        (Peer.Narrowed narrowed, Party.InTier { Container: { } container } member) => (narrowed.Tier is null || IsIn(narrowed.Tier, member))
            && SelectorMatch.Matches(narrowed.Selector, container, policy.Settings.ImageLabels),
        (Peer.InGroup group, Party.World outside) => Holds(policy.Group(group.Group), outside),
        (Peer.InTier or Peer.Narrowed or Peer.InGroup, _) => false,
        _ => throw new UnreachableException($"no peer {peer}"),
    };

    /// <summary>Whether a group has somebody outside in it: by address, and by link where it names links.</summary>
    public static bool Holds(Group group, Party.World outside)
        => CidrList.Contains(group.Addresses, outside.Address)
            && (group.Interfaces.IsEmpty || (outside.Link is { } link && group.Interfaces.Contains(link)));

    private static bool IsIn(string tier, Party.InTier member) => string.Equals(member.Tier, tier, StringComparison.Ordinal);
}
