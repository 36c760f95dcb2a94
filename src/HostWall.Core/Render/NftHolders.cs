using System.Diagnostics;
using HostWall.Core.Addressing;
using HostWall.Core.Rules;

namespace HostWall.Core.Render;

/// <summary>A set or map as nft declares it.</summary>
/// <param name="Keyword"><c>set</c> or <c>map</c>.</param>
/// <param name="Type">What stands behind <c>type</c>.</param>
/// <param name="Fixed">Elements that the policy fixes; none where elements come from the containers.</param>
internal sealed record NftHolder(string Keyword, string Name, string Type, string Comment, EquatableArray<Cidr> Fixed = default)
{
    public const string PortType = "inet_proto . inet_service";

    public static string AddressType(Family family) => family == Family.IPv4 ? "ipv4_addr" : "ipv6_addr";
}

/// <summary>The sets and maps that a layout needs in each table: one for each family where they hold addresses.</summary>
internal sealed class NftHolders(Layout layout, int generation)
{
    private static readonly Family[] Families = [Family.IPv4, Family.IPv6];

    public IEnumerable<NftHolder> Inet => layout.Sets.SelectMany(OfSet).Concat(layout.Maps.SelectMany(OfMap));

    public IEnumerable<NftHolder> Bridge => layout.Sets.OfType<SetDeclaration.Links>().Select(OfLinks);

    private IEnumerable<NftHolder> OfSet(SetDeclaration set) => set switch
    {
        SetDeclaration.Links { Name: Layout.ForeignSet } links => [OfLinks(links)],
        SetDeclaration.Links => [],
        SetDeclaration.Endpoints => Families.Select(family
            => new NftHolder("set", NftNames.OfFamily(generation, set.Name, family), $"ifname . {NftHolder.AddressType(family)}", set.Comment)),
        SetDeclaration.ContainerPorts => Families.Select(family => new NftHolder(
            "set", NftNames.OfFamily(generation, set.Name, family), $"ifname . {NftHolder.AddressType(family)} . {NftHolder.PortType}", set.Comment)),
        SetDeclaration.HostPorts => Families.SelectMany(family => (NftHolder[])
        [
            new("set", NftNames.OfOneAddress(generation, set.Name, family), $"{NftHolder.AddressType(family)} . {NftHolder.PortType}", set.Comment),
            new("set", NftNames.OfFamily(generation, set.Name, family), NftHolder.PortType, set.Comment),
        ]),
        SetDeclaration.Memory => [],
        SetDeclaration.Addresses addresses => Families
            .Where(family => addresses.Cidrs.Any(cidr => cidr.Family == family))
            .Select(family => OfAddresses(addresses, family)),
        _ => throw new UnreachableException(set.ToString()),
    };

    private NftHolder OfLinks(SetDeclaration.Links set) => new("set", NftNames.OfGeneration(generation, set.Name), "ifname", set.Comment);

    private NftHolder OfAddresses(SetDeclaration.Addresses set, Family family)
        => new(
            "set",
            NftNames.OfFamily(generation, set.Name, family),
            NftHolder.AddressType(family),
            set.Comment,
            [.. set.Cidrs.Where(cidr => cidr.Family == family)]);

    private IEnumerable<NftHolder> OfMap(MapDeclaration map) => Families.SelectMany(family => map switch
    {
        MapDeclaration.BySource or MapDeclaration.ByDestination => (NftHolder[])
        [
            new("map", NftNames.OfFamily(generation, map.Name, family), $"ifname . {NftHolder.AddressType(family)} : verdict", map.Comment),
        ],
        MapDeclaration.ByHostPort =>
        [
            new("map", NftNames.OfOneAddress(generation, map.Name, family), $"{NftHolder.AddressType(family)} . {NftHolder.PortType} : verdict", map.Comment),
            new("map", NftNames.OfFamily(generation, map.Name, family), $"{NftHolder.PortType} : verdict", map.Comment),
        ],
        _ => throw new UnreachableException(map.ToString()),
    });
}
