using HostWall.Core.Addressing;
using HostWall.Core.Desired;

namespace HostWall.Core.Evaluate;

/// <summary>Who a known container is to a policy.</summary>
public static class Parties
{
    /// <summary>The container by its address on that network; null where it is not known by which address it is reached.</summary>
    public static Party.InTier Of(BoundContainer bound, string? network) => new(bound.Tier, bound.Container, network);

    /// <summary>The container by each of its addresses' networks; one that stands on none is still somebody.</summary>
    public static IEnumerable<Party.InTier> Of(BoundContainer bound)
        => bound.Container.Endpoints.Select(endpoint => (string?)endpoint.NetworkName).DefaultIfEmpty().Select(network => Of(bound, network));

    /// <summary>The container by one of its addresses.</summary>
    public static IEnumerable<Party.InTier> Of(BoundContainer bound, Address address)
        => bound.Container.Endpoints.Where(endpoint => endpoint.Addresses.Contains(address)).Select(endpoint => Of(bound, endpoint.NetworkName));

    /// <summary>Whoever has that address on that bridge; one that nobody is known by is unlabelled.</summary>
    public static Party.InTier At(DesiredState desired, EndpointKey key)
        => desired.Members.FirstOrDefault(member => member.Key == key) is { } member
            ? new(member.Tier, desired.Containers.First(bound => string.Equals(bound.Container.Id, member.ContainerId, StringComparison.Ordinal)).Container, member.Network)
            : new(Policy.Tier.Unlabelled);
}
