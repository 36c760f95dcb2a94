using System.Text.Json;
using HostWall.Core.Addressing;
using HostWall.Core.Inventory;

namespace HostWall.Scenarios;

/// <summary>
/// Reads a scenario's <c>inventory.json</c>:
/// <code>
/// {
///   "networks":   { "front": "br-front" },                                        // Docker's name, the bridge's name
///   "containers": {
///     "web-1": {
///       "labels":   { "hostwall.tier": "web" },                                   // given where it was created
///       "imageLabels": { },                                                       // brought by the image
///       "image":    "nginx:1",
///       "networks": { "front": ["172.18.0.2", "fd00:18::2"] },
///       "published": { "tcp/80": ["8080", "192.0.2.10:80", "[2001:db8::10]:80"] } // container's port: host's ports
///     }
///   },
///   "host": {
///     "addresses": ["192.0.2.10", "2001:db8::10"],
///     "bridges":   ["lxcbr0"],                                                    // that are not Docker's
///     "foreign":   ["virbr*"],                                                    // patterns that the operator set
///     "unfiltered": ["back"]                                                      // networks on which br_netfilter is off
///   }
/// }
/// </code>
/// All but <c>networks</c> of a container may be left out.
/// </summary>
public static class InventoryReader
{
    public static Snapshot Read(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        var root = document.RootElement;
        var bridges = Members(root, "networks").ToDictionary(network => network.Name, network => Text(network.Value), StringComparer.Ordinal);
        var host = root.GetProperty("host");
        var unfiltered = Texts(host, "unfiltered").ToHashSet(StringComparer.Ordinal);
        return new Snapshot(
            [.. bridges.Select(network => new Network($"id-{network.Key}", network.Key, network.Value))],
            [.. Members(root, "containers").Select(container => ReadContainer(container.Name, container.Value, bridges))],
            new HostLinks(
                [.. Texts(host, "addresses").Select(ReadAddress)],
                [.. bridges.Values, .. Texts(host, "bridges")],
                [.. bridges.Where(network => !unfiltered.Contains(network.Key)).Select(network => network.Value)],
                [.. Texts(host, "foreign")]));
    }

    public static Address ReadAddress(string text) => FindAddress(text) ?? throw new FormatException($"no address: {text}");

    public static Address? FindAddress(string text) => AddressParser.ParseOrNull(text);

    private static Container ReadContainer(string name, JsonElement container, Dictionary<string, string> bridges) => new(
        $"id-{name}",
        name,
        container.TryGetProperty("image", out var image) ? Text(image) : "image",
        [
            .. Members(container, "labels").Select(label => new Label(label.Name, Text(label.Value), FromImage: false))
                .Concat(Members(container, "imageLabels").Select(label => new Label(label.Name, Text(label.Value), FromImage: true)))
                .OrderBy(label => label.Key, StringComparer.Ordinal),
        ],
        [
            .. Members(container, "networks").Select(network => new Endpoint(
                network.Name, bridges[network.Name], [.. network.Value.EnumerateArray().Select(address => ReadAddress(Text(address)))])),
        ],
        [
            .. Members(container, "published").SelectMany(port => port.Value.EnumerateArray().SelectMany(on => ReadPublished(port.Name, Text(on)))),
        ]);

    /// <summary>A port without an address is published in both families.</summary>
    private static IEnumerable<PublishedPort> ReadPublished(string containerPort, string on)
    {
        var (protocol, port) = PacketLine.ParsePort(containerPort);
        var colon = on.LastIndexOf(':');
        var hostPort = PacketLine.ParseNumber(on[(colon + 1)..]);
        Address? address = colon < 0 ? null : ReadAddress(on[..colon].Trim('[', ']'));
        Family[] families = address is { } one ? [one.Family] : [Family.IPv4, Family.IPv6];
        return families.Select(family => new PublishedPort(protocol, family, address, hostPort, port));
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) ? value.EnumerateObject() : default;

    private static IEnumerable<string> Texts(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) ? value.EnumerateArray().Select(Text) : [];

    private static string Text(JsonElement element) => element.GetString() ?? throw new FormatException("null is no text");
}
