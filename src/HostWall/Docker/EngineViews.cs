using HostWall.Core;
using HostWall.Core.Addressing;
using HostWall.Core.Inventory;

namespace HostWall.Docker;

/// <summary>A container as Docker's list shows it.</summary>
/// <param name="Image">The reference it was made from, or the image's identifier once that reference means another image.</param>
/// <param name="Networks">Identifiers of the networks it is attached to.</param>
internal sealed record ListedContainer(
    string Id,
    bool Runs,
    string Name,
    string Image,
    string ImageId,
    IReadOnlyDictionary<string, string> Labels,
    EquatableArray<PublishedPort> Published,
    EquatableArray<string> Networks);

/// <summary>A container that was looked at, with where its labels come from.</summary>
internal sealed record ContainerView(string Id, bool Runs, ContainerFacts Facts, EquatableArray<PublishedPort> Published, EquatableArray<string> Networks);

/// <summary>What stays the same for a container's life, but for its name.</summary>
internal sealed record ContainerFacts(string Name, string Image, EquatableArray<Label> Labels);

/// <summary>A network that was looked at.</summary>
/// <param name="Network">Null when it is gone or has no bridge on this host.</param>
/// <param name="Members">Addresses by container.</param>
internal sealed record NetworkView(string Id, Network? Network, IReadOnlyDictionary<string, EquatableArray<Address>> Members)
{
    public static NetworkView Gone(string id) => new(id, null, new Dictionary<string, EquatableArray<Address>>());
}
