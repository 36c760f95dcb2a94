using HostWall.Core.Addressing;

namespace HostWall.Core.Inventory;

/// <summary>One container's attachment to one bridge network, with its addresses (global ones; link-local addresses identify nobody).</summary>
public sealed record Endpoint(string NetworkName, string Bridge, EquatableArray<Address> Addresses);

/// <summary>A port that Docker publishes on the host.</summary>
/// <param name="HostAddress">The one address of the host it is published on; null for all of <paramref name="Family"/>'s.</param>
public sealed record PublishedPort(Protocol Protocol, Family Family, Address? HostAddress, ushort HostPort, ushort ContainerPort);
