using HostWall.Core.Addressing;

namespace HostWall.Core.Inventory;

/// <summary>What exists on this host at one moment: Docker's view and the links' view, whole.</summary>
public sealed record Snapshot(
    EquatableArray<Network> Networks,
    EquatableArray<Container> Containers,
    HostLinks Host)
{
    /// <summary>Nothing known yet: every address on a Docker bridge is closed.</summary>
    public static readonly Snapshot Empty = new([], [], HostLinks.Empty);
}

/// <summary>A Docker network with a bridge on this host.</summary>
/// <param name="Bridge">The name of its link, as <c>docker0</c> or <c>br-0123456789ab</c>.</param>
public sealed record Network(string Id, string Name, string Bridge);

/// <summary>What the links of this host say.</summary>
/// <param name="Addresses">The host's own addresses, those of bridges and loopback included.</param>
/// <param name="Bridges">
/// Links of kind bridge, Docker's or not, that were there well before Docker last listed its networks: one that Docker did not list is not
/// Docker's. Younger ones are left out, and so stay closed.
/// </param>
/// <param name="FilteredBridges">Bridges seen to hand the packets between their ports to the inet hooks (br_netfilter on, both families).</param>
/// <param name="ForeignPatterns">Names of bridges that are not Docker's, as the operator set them; may end in <c>*</c>.</param>
public sealed record HostLinks(
    EquatableArray<Address> Addresses,
    EquatableArray<string> Bridges,
    EquatableArray<string> FilteredBridges,
    EquatableArray<string> ForeignPatterns)
{
    public static readonly HostLinks Empty = new([], [], [], []);

    /// <summary>Names of the links that the world can be behind; none where nobody has looked.</summary>
    public EquatableArray<string> Outer { get; init; }

    /// <summary>The networks that stand on links of kind bridge, whosever those are; sorted.</summary>
    public EquatableArray<BridgeNetwork> BridgeNetworks { get; init; }
}

/// <summary>A network that a bridge's own address stands in; a bridge may have many, and one without an address has none.</summary>
public readonly record struct BridgeNetwork(string Bridge, Cidr Cidr);
