using HostWall.Core;
using HostWall.Core.Addressing;
using HostWall.Core.Desired;
using HostWall.Core.Policy;

namespace HostWall.Scenarios.Grid;

/// <summary>Where flows of a random world start and end.</summary>
public static class RandomEnds
{
    /// <summary>No container has it, in no network.</summary>
    private const int Nobody = 99;

    /// <summary>In a random policy's groups and outside of them.</summary>
    private static readonly EquatableArray<Address> Outsides =
    [
        .. ((string[])["198.51.100.7", "198.51.100.200", "203.0.113.1", "192.0.2.77", "2001:db8:ffff::7", "2001:db8:ffff:1::1", "2001:db8:10::1", "2001:db8:77::1"]).Select(InventoryReader.ReadAddress),
    ];

    /// <summary>Every address of a container, one on each bridge that nobody is known by, the host, and machines behind its uplink and a foreign bridge.</summary>
    public static EquatableArray<End> Of(DesiredState desired, Family family) =>
    [
        .. from bound in desired.Containers
           from endpoint in bound.Container.Endpoints
           from address in endpoint.Addresses
           where address.Family == family
           select new End.Container(bound, endpoint.NetworkName, new EndpointKey(endpoint.Bridge, address)),
        .. GridWorld.Projects.Select(project => new End.Container("nobody", Tier.Unlabelled, new EndpointKey(GridWorld.BridgeOf(project), GridWorld.Inside(project, Nobody, family)))),
        new End.Host(GridWorld.AddressOf(GridWorld.Host, family)),
        .. from address in Outsides
           where address.Family == family
           from link in (string[])[End.World.Uplink, RandomWorld.ForeignBridge]
           select new End.World(address) { By = link },
    ];
}
