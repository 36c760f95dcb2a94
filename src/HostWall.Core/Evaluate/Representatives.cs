using System.Diagnostics;
using HostWall.Core.Addressing;
using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>Parties that stand for a peer when a policy is asked about it: a group's addresses and the world's are too many to ask them all.</summary>
/// <param name="groups">Every group that can tell two addresses apart.</param>
internal sealed class Representatives(IReadOnlyCollection<Group> groups)
{
    /// <summary>Addresses kept for documentation: the first choice for the world, as they read well and are nobody's.</summary>
    private static readonly Address[] Outside =
    [
        new(Family.IPv4, 0xC633_6407),
        new(Family.IPv6, (UInt128)0x2001_0db8_ffff_0000 << 64 | 7),
    ];

    /// <summary>An address of the world for each family, in no group; where groups leave none in either family, in as few as can be.</summary>
    public EquatableArray<Party> World()
    {
        var choices = Outside.Select(outside => FewestGroups([Cidr.AllOf(outside.Family)], outside, fewest: 0)).ToList();
        var free = choices.Where(address => CountGroups(address) == 0).ToList();
        return Parties(free.Count > 0 ? free : choices);
    }

    /// <summary>An address of the group for each family that it has, in as few other groups as can be; none for an empty group.</summary>
    public EquatableArray<Party> Of(Group group)
        => Parties(group.Addresses.GroupBy(cidr => cidr.Family).Select(cidrs => FewestGroups([.. cidrs], cidrs.First().First, fewest: 1)));

    /// <summary>Everyone that the peer has to speak for it.</summary>
    public EquatableArray<Party> Of(Peer peer, PolicyDocument policy) => peer switch
    {
        Peer.InTier tier => [new Party.InTier(tier.Tier)],
        Peer.Host => [new Party.Host()],
        Peer.World => World(),
        Peer.InGroup group => Of(policy.Group(group.Group)),
        Peer.Containers => [.. policy.Tiers.Select(tier => new Party.InTier(tier.Name))],
        Peer.Any => [.. Of(new Peer.Containers(), policy), new Party.Host(), .. World(), .. policy.Groups.SelectMany(group => Of(group))],
        _ => throw new UnreachableException($"no peer {peer}"),
    };

    private static EquatableArray<Party> Parties(IEnumerable<Address> addresses) => [.. addresses.Select(address => new Party.World(address))];

    /// <summary>Membership changes only where a network begins or has just ended, so those addresses are all there is to try.</summary>
    private Address FewestGroups(IReadOnlyCollection<Cidr> within, Address first, int fewest)
    {
        var (best, bestCount) = (first, CountGroups(first));
        foreach (var address in Edges(within).Where(address => within.Any(cidr => cidr.Contains(address))))
        {
            if (bestCount == fewest)
            {
                break;
            }

            if (CountGroups(address) is var count && count < bestCount)
            {
                (best, bestCount) = (address, count);
            }
        }

        return best;
    }

    private IEnumerable<Address> Edges(IReadOnlyCollection<Cidr> within)
    {
        var cidrs = groups.SelectMany(group => group.Addresses).Concat(within);
        return cidrs.SelectMany(cidr => new[] { cidr.First, cidr.Last with { Bits = cidr.Last.Bits + 1 } });
    }

    private int CountGroups(Address address) => groups.Count(group => group.Addresses.Any(cidr => cidr.Contains(address)));
}
