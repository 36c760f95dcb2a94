using HostWall.Core;
using HostWall.Core.Addressing;
using HostWall.Core.Inventory;

namespace HostWall.Host;

/// <summary>The links' part of the inventory, whole.</summary>
/// <param name="Addresses">The host's own, without link-local ones, sorted.</param>
/// <param name="Bridges">All of them, sorted by name.</param>
/// <param name="FilteredBridges">Docker's bridges that were seen to hand packets between their ports to the inet hooks, for both families.</param>
/// <param name="Outer">Names of the links that the world can be behind, sorted.</param>
public sealed record LinkPart(EquatableArray<Address> Addresses, EquatableArray<SeenBridge> Bridges, EquatableArray<string> FilteredBridges, EquatableArray<string> Outer)
{
    /// <summary>The networks that stand on bridges, Docker's or not, without link-local ones; sorted.</summary>
    public EquatableArray<BridgeNetwork> BridgeNetworks { get; init; }
}

/// <param name="Since">The timestamp of the look that first showed it.</param>
/// <param name="PortsSince">The timestamp of the look that first showed its newest port. A port that went does not count: nobody takes an address without a new one.</param>
public readonly record struct SeenBridge(string Name, long Since, long PortsSince);
