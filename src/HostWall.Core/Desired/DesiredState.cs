using HostWall.Core.Policy;

namespace HostWall.Core.Desired;

/// <summary>The policy bound to what exists: who is in which tier, and why.</summary>
/// <param name="Members">Every address of a known container, sorted by bridge and address; one entry per (bridge, address).</param>
/// <param name="Containers">Every known container with its tier, sorted by name.</param>
/// <param name="ForeignBridges">Links of kind bridge that are not Docker's and are left alone; sorted.</param>
/// <param name="ForeignPatterns">The same by name, for bridges to come; may end in <c>*</c>; sorted.</param>
/// <param name="FilteredBridges">Docker's bridges whose inner packets reach the inet hooks; sorted.</param>
/// <param name="Served">Published ports that a process of the host may serve in Docker's stead; sorted.</param>
public sealed record DesiredState(
    PolicyDocument Policy,
    EquatableArray<Member> Members,
    EquatableArray<BoundContainer> Containers,
    EquatableArray<string> ForeignBridges,
    EquatableArray<string> ForeignPatterns,
    EquatableArray<string> FilteredBridges,
    EquatableArray<ServedPort> Served,
    EquatableArray<Addressing.Address> HostAddresses)
{
    /// <summary>Names of the host's links that the world can be behind; none where nobody has looked.</summary>
    public EquatableArray<string> OuterLinks { get; init; }

    /// <summary>Networks on bridges that are not foreign, sorted and disjoint: who is no member there is unlabelled.</summary>
    public EquatableArray<Addressing.Cidr> ContainerNetworks { get; init; }
}
