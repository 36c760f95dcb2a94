using HostWall.Core;
using HostWall.Core.Inventory;
using HostWall.Docker;
using HostWall.Host;

namespace HostWall.Inventory;

/// <summary>What is believed of containers while Docker is away.</summary>
/// <remarks>
/// dockerd closes its interface before it stops containers, and starts those that restart before it opens it again: nobody tells that they
/// went, and the addresses are handed out anew. An address is its container's for as long as the bridge has gained no port since Docker was
/// last there: no container gets an address without one. With live-restore none comes, and everything stands.
/// </remarks>
internal static class AwayDocker
{
    /// <summary>Docker's bridges that have gained a port, or may have, since Docker was last there.</summary>
    public static EquatableArray<string> ChangedBridges(DockerPart docker, LinkPart links)
    {
        if (docker.LastThere is not { } lastThere)
        {
            return [];
        }

        var kept = links.Bridges.Where(bridge => bridge.PortsSince <= lastThere).Select(bridge => bridge.Name).ToHashSet(StringComparer.Ordinal);
        return docker.Networks.Select(network => network.Bridge).Where(bridge => !kept.Contains(bridge)).Distinct().Order(StringComparer.Ordinal).ToEquatableArray();
    }

    /// <summary>The containers without what is no longer believed of them: their addresses there, and with one of those every published port, for nobody tells which address it leads to.</summary>
    public static EquatableArray<Container> Believed(EquatableArray<Container> containers, EquatableArray<string> changed)
        => changed.IsEmpty ? containers : containers.Select(container => Believed(container, changed)).ToEquatableArray();

    private static Container Believed(Container container, EquatableArray<string> changed)
    {
        var kept = container.Endpoints.Where(endpoint => !changed.Contains(endpoint.Bridge)).ToEquatableArray();
        return kept.Count == container.Endpoints.Count ? container : container with { Endpoints = kept, Published = [] };
    }
}
