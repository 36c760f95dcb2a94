using HostWall.Core.Addressing;
using HostWall.Core.Inventory;
using HostWall.Core.Policy;
using HostWall.Core.Text;

namespace HostWall.Tests.Desired;

/// <summary>Containers and policies in a line each.</summary>
internal static class Containers
{
    public static readonly Label[] NoLabels = [];

    public static PolicyDocument PolicyOf(string text)
    {
        var reading = PolicyReader.Read([new SourceFile("policy.toml", $"schema = 1\n{text}")]);
        return reading.Document ?? throw new FormatException(string.Join('\n', reading.Diagnostics));
    }

    public static Container AContainer(string name, params Label[] labels)
        => new($"id-{name}", name, "nginx:1", [.. labels.OrderBy(label => label.Key, StringComparer.Ordinal)], [], []);

    /// <summary>Attached to the network <paramref name="bridge"/>, whose bridge has the same name.</summary>
    public static Container On(this Container container, string bridge, params string[] addresses)
        => container with { Endpoints = [.. container.Endpoints, new Endpoint(bridge, bridge, [.. addresses.Select(Address)])] };

    public static Container Publishing(this Container container, PublishedPort port) => container with { Published = [.. container.Published, port] };

    public static Snapshot AHost(params Container[] containers) => new(
        [.. containers.SelectMany(container => container.Endpoints).Select(endpoint => endpoint.Bridge).Distinct().Select(bridge => new Network($"id-{bridge}", bridge, bridge))],
        [.. containers],
        HostLinks.Empty);

    public static Label Label(string key, string value) => new(key, value, FromImage: false);

    public static Label OfImage(string key, string value) => new(key, value, FromImage: true);

    public static Address Address(string text) => AddressParser.ParseOrNull(text) ?? throw new FormatException(text);
}
