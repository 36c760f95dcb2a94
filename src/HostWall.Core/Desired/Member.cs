using HostWall.Core.Addressing;

namespace HostWall.Core.Desired;

/// <summary>One address of a container and the tier it stands for.</summary>
/// <param name="Network">Docker's name of the network that the address stands on.</param>
public sealed record Member(EndpointKey Key, string Tier, string ContainerId, string Network);

/// <summary>A published port that docker-proxy may serve: a flow to it on the host is a flow to the container's port.</summary>
/// <param name="HostAddress">Null for every address of that family.</param>
/// <param name="ContainerId">Null where several containers claim the port, and nobody knows whose it is.</param>
public sealed record ServedPort(
    Protocol Protocol, Family Family, Address? HostAddress, ushort HostPort, ushort ContainerPort, string Tier, string? ContainerId);
