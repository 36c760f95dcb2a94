using HostWall.Core.Addressing;

namespace HostWall.Core.Desired;

/// <summary>One address of a container and the tier it stands for.</summary>
public sealed record Member(EndpointKey Key, string Tier, string ContainerId);

/// <summary>A published port that docker-proxy may serve: a flow to it on the host is a flow to the container's port.</summary>
/// <param name="HostAddress">Null for every address of that family.</param>
public sealed record ServedPort(Protocol Protocol, Family Family, Address? HostAddress, ushort HostPort, ushort ContainerPort, string Tier);
