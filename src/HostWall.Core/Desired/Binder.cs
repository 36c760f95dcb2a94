using HostWall.Core.Addressing;
using HostWall.Core.Inventory;
using HostWall.Core.Policy;

namespace HostWall.Core.Desired;

/// <summary>Binds a policy to what exists on the host.</summary>
public static class Binder
{
    public static DesiredState Bind(PolicyDocument policy, Snapshot snapshot)
    {
        var containers = snapshot.Containers
            .Select(container => TierAssignment.Of(policy, container))
            .OrderBy(bound => bound.Container.Name, StringComparer.Ordinal)
            .ThenBy(bound => bound.Container.Id, StringComparer.Ordinal)
            .ToEquatableArray();
        var bridges = snapshot.Networks.Select(network => network.Bridge).ToHashSet(StringComparer.Ordinal);
        var foreign = snapshot.Host.Bridges.Where(bridge => LinkName.IsExpressible(bridge) && IsForeign(bridge, bridges)).Order(StringComparer.Ordinal).ToEquatableArray();
        var patterns = snapshot.Host.ForeignPatterns.Where(LinkName.IsExpressiblePattern).Order(StringComparer.Ordinal).ToEquatableArray();
        return new DesiredState(
            policy,
            Members(containers),
            containers,
            foreign,
            patterns,
            snapshot.Host.FilteredBridges.Where(bridge => LinkName.IsExpressible(bridge) && bridges.Contains(bridge)).Order(StringComparer.Ordinal).ToEquatableArray(),
            Served(containers),
            snapshot.Host.Addresses.Order().ToEquatableArray())
        {
            OuterLinks = snapshot.Host.Outer,
            // As the rules do: a bridge that nobody has spoken for yet is closed, and a name that a pattern means is foreign even if it is Docker's.
            ContainerNetworks = CidrList.Flatten(snapshot.Host.BridgeNetworks
                .Where(network => !foreign.Contains(network.Bridge) && !patterns.Any(pattern => LinkName.IsMatch(pattern, network.Bridge)))
                .Select(network => network.Cidr)),
        };
    }

    /// <summary>A name that Docker makes up is never taken for somebody else's, whatever Docker says at the moment.</summary>
    private static bool IsForeign(string bridge, HashSet<string> ofDocker)
        => !ofDocker.Contains(bridge)
            && !string.Equals(bridge, "docker0", StringComparison.Ordinal)
            && !(bridge.Length == 15 && bridge.StartsWith("br-", StringComparison.Ordinal) && bridge[3..].All(char.IsAsciiHexDigitLower));

    /// <summary>An address that two containers claim on one bridge is nobody's: it stays unlabelled.</summary>
    private static EquatableArray<Member> Members(EquatableArray<BoundContainer> containers)
        => containers
            .SelectMany(bound => bound.Container.Endpoints.Where(endpoint => LinkName.IsExpressible(endpoint.Bridge)).SelectMany(endpoint => endpoint.Addresses
                .Where(address => !address.IsLinkLocal)
                .Select(address => new Member(new EndpointKey(endpoint.Bridge, address), bound.Tier, bound.Container.Id, endpoint.NetworkName))))
            .GroupBy(member => member.Key)
            .Where(claims => claims.Count() == 1)
            .Select(claims => claims.Single())
            .OrderBy(member => member.Key)
            .ToEquatableArray();

    /// <summary>A host port that two containers claim is judged as unlabelled.</summary>
    private static EquatableArray<ServedPort> Served(EquatableArray<BoundContainer> containers)
        => containers
            .SelectMany(bound => bound.Container.Published.Select(port
                => new ServedPort(port.Protocol, port.Family, port.HostAddress, port.HostPort, port.ContainerPort, bound.Tier, bound.Container.Id)))
            .GroupBy(port => (port.Family, port.HostAddress, port.Protocol, port.HostPort))
            .Select(claims => claims.Distinct().Count() == 1 ? claims.First() : claims.First() with { Tier = Tier.Unlabelled, ContainerId = null })
            .OrderBy(port => (port.Family, port.HostAddress ?? new Address(port.Family, 0), port.Protocol, port.HostPort))
            .ToEquatableArray();
}
