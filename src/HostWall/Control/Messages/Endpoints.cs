using System.Collections.Immutable;

namespace HostWall.Control.Messages;

/// <summary>GET /v1/endpoints.</summary>
public sealed record EndpointsReport(ImmutableArray<ContainerMessage> Containers);

/// <summary>A running container. Its texts are as strangers wrote them.</summary>
/// <param name="Why">Why it is in its tier.</param>
/// <param name="Published">As <c>0.0.0.0:8080-&gt;80/tcp</c>.</param>
/// <param name="Warning">Null for none.</param>
public sealed record ContainerMessage(
    string Id,
    string Name,
    string Image,
    string Tier,
    string Why,
    ImmutableArray<EndpointMessage> Endpoints,
    ImmutableArray<string> Published,
    string? Warning);

public sealed record EndpointMessage(string Network, string Bridge, ImmutableArray<string> Addresses);
