using HostWall.Control.Messages;
using HostWall.Core.Addressing;
using HostWall.Core.Desired;
using HostWall.Core.Inventory;
using HostWall.Core.Policy;
using HostWall.Daemon;
using HostWall.Versions;

namespace HostWall.Control.Handlers;

/// <summary>Who runs on this host, and what may be asked about by name.</summary>
internal static class InventoryHandler
{
    /// <summary>Without a policy, every container is shown as in no tier.</summary>
    public static EndpointsReport Endpoints(RuntimeState state)
        => new([.. Containers(state).Select(Message)]);

    public static NamesReport Names(RuntimeState state, VersionStore versions) => new(
        [.. Containers(state).Select(bound => bound.Container.Name)],
        state.Desired is { } desired ? [.. desired.Policy.Tiers.Select(tier => tier.Name)] : [Tier.Unlabelled],
        state.Desired is { } bound ? [.. bound.Policy.Groups.Select(group => group.Name)] : [],
        [.. versions.Records.Select(record => record.Number)]);

    private static IEnumerable<BoundContainer> Containers(RuntimeState state) => state.Desired is { } desired
        ? desired.Containers
        : state.Inventory.Containers.Select(container => new BoundContainer(container, Tier.Unlabelled, new TierReason.InNone()));

    private static ContainerMessage Message(BoundContainer bound) => new(
        bound.Container.Id,
        bound.Container.Name,
        bound.Container.Image,
        bound.Tier,
        bound.Reason.Text,
        [.. bound.Container.Endpoints.Select(endpoint => new EndpointMessage(endpoint.NetworkName, endpoint.Bridge, [.. endpoint.Addresses.Select(address => address.ToString())]))],
        [.. bound.Container.Published.Select(Text)],
        bound.Reason.Warning);

    private static string Text(PublishedPort port)
    {
        var host = port.HostAddress is { } address ? address.ToString() : port.Family == Family.IPv4 ? "0.0.0.0" : "::";
        var protocol = new PortMatch(port.Protocol, PortRange.All);
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{(port.Family == Family.IPv6 ? $"[{host}]" : host)}:{port.HostPort}->{port.ContainerPort}/{protocol}");
    }
}
