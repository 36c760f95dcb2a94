using Docker.DotNet.Models;
using HostWall.Core;
using HostWall.Core.Addressing;
using HostWall.Core.Inventory;
using HostWall.Inventory;
using Network = HostWall.Core.Inventory.Network;

namespace HostWall.Docker;

/// <summary>From the engine's answers to what they mean here. Whatever may be missing in an answer is taken for empty.</summary>
internal static class EngineReading
{
    private const string BridgeOption = "com.docker.network.bridge.name";

    public static ListedContainer Container(ContainerListResponse? listed)
        => listed is { ID.Length: > 0 }
            ? new ListedContainer(
                listed.ID,
                listed.State is "running" or "paused",
                Name([.. (listed.Names ?? []).OfType<string>()]),
                listed.Image ?? "",
                listed.ImageID ?? "",
                listed.Labels?.AsReadOnly() ?? new Dictionary<string, string>().AsReadOnly(),
                (listed.Ports ?? []).OfType<PortSummary>().Select(Port).OfType<PublishedPort>().Distinct().OrderBy(PortOrder).ToEquatableArray(),
                (listed.NetworkSettings?.Networks?.Values ?? []).Select(network => network?.NetworkID).OfType<string>().ToEquatableArray())
            : throw EngineException.Nonsense();

    public static NetworkView Network(NetworkResponse? network)
        => network is { ID.Length: > 0 }
            ? new NetworkView(
                network.ID,
                network is { Driver: "bridge", ConfigOnly: false } ? new Network(network.ID, network.Name ?? "", Bridge(network)) : null,
                (network.Containers ?? new Dictionary<string, EndpointResource>()).ToDictionary(member => member.Key, member => Addresses(member.Value)))
            : throw EngineException.Nonsense();

    /// <summary>The link's name: an option, or else the first twelve digits of the identifier.</summary>
    private static string Bridge(NetworkResponse network)
        => network.Options?.TryGetValue(BridgeOption, out var named) is true && named.Length > 0
            ? named
            : network.Name == "bridge" ? "docker0" : $"br-{network.ID[..Math.Min(12, network.ID.Length)]}";

    private static EquatableArray<Address> Addresses(EndpointResource? member)
        => new[] { AddressText.Read(member?.IPv4Address), AddressText.Read(member?.IPv6Address) }
            .OfType<Address>().Where(address => !address.IsLinkLocal).Order().ToEquatableArray();

    /// <summary>Links give a container more names, as <c>/other/alias</c>.</summary>
    private static string Name(IList<string> names)
        => (names.FirstOrDefault(name => name.LastIndexOf('/') == 0) ?? names.FirstOrDefault() ?? "").TrimStart('/');

    private static PublishedPort? Port(PortSummary port)
    {
        Protocol? protocol = port.Type switch { "tcp" => Protocol.Tcp, "udp" => Protocol.Udp, "sctp" => Protocol.Sctp, _ => null };
        if (protocol is null || port.PublicPort is null or 0)
        {
            return null;
        }

        var host = AddressText.Read(port.IP);
        var everywhere = host is null || host.Value.Bits == 0;
        return new PublishedPort(protocol.Value, host?.Family ?? Family.IPv4, everywhere ? null : host, port.PublicPort.Value, port.PrivatePort);
    }

    private static (Protocol, ushort, ushort, Family, Address) PortOrder(PublishedPort port)
        => (port.Protocol, port.HostPort, port.ContainerPort, port.Family, port.HostAddress ?? default);
}
