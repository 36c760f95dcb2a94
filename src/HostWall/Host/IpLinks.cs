using System.Text.Json;
using System.Text.Json.Serialization;
using HostWall.Core;
using HostWall.Core.Addressing;
using HostWall.Core.Inventory;
using HostWall.Inventory;
using HostWall.Programs;

namespace HostWall.Host;

/// <summary>The links of this host's network namespace, as <c>ip</c> shows them at one moment.</summary>
/// <param name="Outer">Names of those that the world can be behind: no port of another, and no container's.</param>
/// <param name="BridgeNetworks">The networks that stand on bridges, without link-local ones: every bridge has that, it is nobody's.</param>
internal sealed record IpLinks(
    EquatableArray<Address> Addresses,
    EquatableArray<BridgeLink> Bridges,
    EquatableArray<string> Outer,
    EquatableArray<BridgeNetwork> BridgeNetworks)
{
    public static async Task<IpLinks> LookAsync(IProgramRunner programs, CancellationToken cancellation)
    {
        var shown = await programs.RunAsync(ProgramCall.Of("ip", "-j", "-d", "address", "show"), cancellation);
        try
        {
            return Read(shown.Output);
        }
        catch (JsonException failure)
        {
            throw new ToolFailedException("ip", 0, $"its answer cannot be read: {failure.Message}");
        }
    }

    /// <exception cref="JsonException">Not what <c>ip -j -d address show</c> prints.</exception>
    public static IpLinks Read(string json)
    {
        var links = JsonSerializer.Deserialize(json, IpJson.Default.IpLinkArray) ?? [];
        var ports = links.Where(link => link.Master is not null).ToLookup(link => link.Master);
        return new IpLinks(
            links.SelectMany(link => link.Addresses ?? []).Select(address => AddressText.Read(address.Local)).OfType<Address>()
                // Every container's veth brings one; they identify nobody, and each start would be news.
                .Where(address => !address.IsLinkLocal)
                .Distinct().Order().ToEquatableArray(),
            links.Where(IsBridge).Select(bridge => ToBridge(bridge, ports[bridge.Name]))
                .OrderBy(bridge => bridge.Name, StringComparer.Ordinal).ToEquatableArray(),
            // A container's start makes a pair of veths; they must not be news before they have their places.
            links.Where(link => link.Master is null).Select(link => link.Name).OfType<string>().Where(name => !name.StartsWith("veth", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal).ToEquatableArray(),
            links.Where(IsBridge).SelectMany(NetworksOn)
                .Distinct().OrderBy(network => network.Bridge, StringComparer.Ordinal).ThenBy(network => network.Cidr).ToEquatableArray());
    }

    private static bool IsBridge(IpLink link) => link is { Name: not null, Kind.Name: "bridge" };

    private static IEnumerable<BridgeNetwork> NetworksOn(IpLink bridge)
    {
        foreach (var shown in bridge.Addresses ?? [])
        {
            // Without a length there is no network, and one of length zero would be everybody.
            if (AddressText.Read(shown.Local) is { IsLinkLocal: false } address && shown.PrefixLength > 0 && shown.PrefixLength <= address.Width)
            {
                yield return new BridgeNetwork(bridge.Name!, Cidr.Around(address, shown.PrefixLength));
            }
        }
    }

    private static BridgeLink ToBridge(IpLink link, IEnumerable<IpLink> ports) => new(
        link.Index,
        link.Name!,
        link.Kind?.Settings is { CallIptables: 1, CallIp6tables: 1 },
        ports.Select(port => new BridgePort(port.Index, port.Name ?? "")).OrderBy(port => port.Index).ToEquatableArray());
}

/// <summary>A link of kind bridge.</summary>
/// <param name="CallsFilter">Its own switches of br_netfilter are on, for both families; they have an effect only while that module is loaded.</param>
/// <param name="Ports">The links that are its ports, sorted by index.</param>
internal readonly record struct BridgeLink(int Index, string Name, bool CallsFilter, EquatableArray<BridgePort> Ports);

/// <summary>A link that is a port of a bridge: to Docker's bridges each running container is one. The kernel gives no index out twice.</summary>
internal readonly record struct BridgePort(int Index, string Name);

internal sealed record IpLink(
    [property: JsonPropertyName("ifindex")] int Index,
    [property: JsonPropertyName("ifname")] string? Name,
    [property: JsonPropertyName("master")] string? Master,
    [property: JsonPropertyName("linkinfo")] IpLinkKind? Kind,
    [property: JsonPropertyName("addr_info")] IpAddress[]? Addresses);

internal sealed record IpLinkKind(
    [property: JsonPropertyName("info_kind")] string? Name,
    [property: JsonPropertyName("info_data")] IpBridgeSettings? Settings);

internal sealed record IpBridgeSettings(
    [property: JsonPropertyName("nf_call_iptables")] int CallIptables,
    [property: JsonPropertyName("nf_call_ip6tables")] int CallIp6tables);

internal sealed record IpAddress(
    [property: JsonPropertyName("local")] string? Local,
    [property: JsonPropertyName("prefixlen")] int PrefixLength);

[JsonSerializable(typeof(IpLink[]))]
internal sealed partial class IpJson : JsonSerializerContext;
