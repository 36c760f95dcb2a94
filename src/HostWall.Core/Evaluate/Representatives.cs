using HostWall.Core.Addressing;
using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>Parties that stand for those outside when a policy is asked about them: a group's addresses and the world's are too many to ask them all.</summary>
internal sealed class Representatives
{
    /// <summary>Addresses kept for documentation: the first choice for the world, as they read well and are nobody's.</summary>
    private static readonly Address[] Outside =
    [
        new(Family.IPv4, 0xC633_6407),
        new(Family.IPv6, (UInt128)0x2001_0db8_ffff_0000 << 64 | 7),
    ];

    private readonly IReadOnlyList<Group> _groups;

    /// <param name="groups">Every group that can tell two addresses apart.</param>
    public Representatives(IReadOnlyList<Group> groups)
    {
        _groups = groups;
        List<string?> links = [null, .. groups.SelectMany(group => group.Interfaces).Distinct(StringComparer.Ordinal)];
        All =
        [
            .. from outside in Outside
               from party in Starts(outside).SelectMany(_ => links, (address, link) => new Party.World(address, link)).DistinctBy(GroupsOf)
               select party,
        ];
    }

    /// <summary>Of each family one for each set of groups that somebody outside can be in, by address and link.</summary>
    public EquatableArray<Party> All { get; }

    /// <summary>Somebody of the world for each family, in no group; where groups leave none in either family, in as few as can be.</summary>
    public EquatableArray<Party> World() => Fewest(_ => true) is var fewest && fewest.Where(party => Count(party) == 0).ToList() is { Count: > 0 } free ? [.. free] : fewest;

    /// <summary>Somebody of the group for each family that it has, in as few other groups as can be; none for an empty group.</summary>
    public EquatableArray<Party> Of(Group group) => Fewest(party => PeerMeaning.Holds(group, party));

    private EquatableArray<Party> Fewest(Func<Party.World, bool> among)
        => [.. All.OfType<Party.World>().Where(among).GroupBy(party => party.Address.Family).Select(family => family.MinBy(Count)).OfType<Party>()];

    private int Count(Party party) => GroupsOf((Party.World)party).Count;

    private Bits GroupsOf(Party.World party) => Bits.Where(_groups.Count, index => PeerMeaning.Holds(_groups[index], party));

    /// <summary>Membership changes only where a network begins or has just ended, so that one address of each stretch between is all there is to try.</summary>
    private IEnumerable<Address> Starts(Address outside)
    {
        var family = outside.Family;
        var edges = new SortedDictionary<UInt128, List<(int Group, int Change)>> { [0] = [] };
        foreach (var (index, group) in _groups.Index())
        {
            foreach (var cidr in group.Addresses.Where(cidr => cidr.Family == family))
            {
                Edge(cidr.First.Bits).Add((index, 1));
                if (cidr.Last != Cidr.AllOf(family).Last)
                {
                    Edge(cidr.Last.Bits + 1).Add((index, -1));
                }
            }
        }

        var within = new int[_groups.Count];
        var seen = new HashSet<Bits>();
        seen.Add(Bits.Where(_groups.Count, index => _groups[index].Addresses.Any(cidr => cidr.Contains(outside))));
        yield return outside;
        foreach (var (bits, changes) in edges)
        {
            changes.ForEach(change => within[change.Group] += change.Change);
            if (seen.Add(Bits.Where(_groups.Count, index => within[index] > 0)))
            {
                yield return new Address(family, bits);
            }
        }

        List<(int Group, int Change)> Edge(UInt128 at) => edges.TryGetValue(at, out var changes) ? changes : edges[at] = [];
    }
}
