using CsCheck;
using HostWall.Core.Addressing;
using HostWall.Core.Desired;
using HostWall.Core.Inventory;

namespace HostWall.Scenarios.Grid;

/// <summary>The grid's world with other labels, containers missing, and published ports.</summary>
public static class RandomWorld
{
    /// <summary>Is there in every random world, and not Docker's.</summary>
    public const string ForeignBridge = "lxcbr0";

    private static readonly string?[] Labels = [null, .. RandomPolicy.Tiers, "unlabelled", "nosuch"];
    private static readonly (Protocol Protocol, ushort Port)[] Published = [(Protocol.Tcp, 80), (Protocol.Tcp, 5432), (Protocol.Udp, 53), (Protocol.Sctp, 2905)];

    /// <summary>In which every container stands on its own project's network alone, as in the grid.</summary>
    public static Gen<Snapshot> Seen { get; } = Gen.Select(
        Gen.OneOf(Labels), Gen.Frequency((8, Gen.Const(true)), (1, Gen.Const(false))), Gen.Int[0, 2 * Published.Length], Gen.Bool, Gen.Frequency((5, Gen.Const(FromImage.Nothing)), (2, Gen.Enum<FromImage>())))
        .Array[GridWorld.Containers.Count].Select(Of);

    /// <summary>In which some stand on others' networks too.</summary>
    public static Gen<Snapshot> Any { get; } = Gen.Select(Seen, Gen.Frequency((2, Gen.Const(0)), (1, Gen.Int[1, 7])).Array[GridWorld.Containers.Count], Attached);

    /// <summary>Which labels the image brings. Where it brings all of them, they are not taken for Compose's.</summary>
    private enum FromImage
    {
        Nothing,
        Chosen,
        All,
    }

    /// <summary>For people: each container with its label, its networks and what it publishes, as comments of a policy.</summary>
    public static string Text(this Snapshot world) => string.Concat(world.Containers.Select(container
        => $"# {container.Name} on {string.Join(' ', container.Endpoints.Select(endpoint => endpoint.NetworkName))}: {Text(container.FindLabel(TierAssignment.LabelKey))}"
            + $"{string.Concat(container.Published.Select(port => $", {port.Protocol}/{port.ContainerPort} at {port.HostAddress}:{port.HostPort}"))}\n"));

    private static string Text(Label? label) => label is { } given ? $"{given.Value}{(given.FromImage ? " of the image" : "")}" : "no label";

    private static Snapshot Of((string? Label, bool IsThere, int Publishes, bool OnOneAddress, FromImage FromImage)[] containers)
    {
        var labels = GridWorld.Containers.Zip(containers, (name, container) => (name, container.Label)).ToDictionary(pair => pair.name, pair => pair.Label, StringComparer.Ordinal);
        var all = GridWorld.With(name => labels[name]);
        return all with
        {
            Containers = [.. all.Containers.Zip(containers, (container, drawn) => (container, drawn)).Index()
                .Where(item => item.Item.drawn.IsThere)
                .Select(item => item.Item.container with
                {
                    Labels = [.. item.Item.container.Labels.Select(label => label with { FromImage = IsOfImage(label, item.Item.drawn.FromImage) })],
                    Published = [.. Ports(item.Index, item.Item.drawn.Publishes, item.Item.drawn.OnOneAddress)],
                })],
            Host = all.Host with { Bridges = [.. all.Host.Bridges, ForeignBridge], ForeignPatterns = ["virbr*"] },
        };
    }

    private static bool IsOfImage(Label label, FromImage which) => which switch
    {
        FromImage.Nothing => false,
        FromImage.Chosen => label.Key is TierAssignment.LabelKey or "env",
        FromImage.All => true,
    };

    /// <param name="networks">For each container the projects, as bits, on whose networks it stands besides its own.</param>
    private static Snapshot Attached(Snapshot world, int[] networks)
    {
        var ofName = GridWorld.Containers.Zip(networks).Index().ToDictionary(item => item.Item.First, item => (Own: 20 + item.Index, Networks: item.Item.Second), StringComparer.Ordinal);
        return world with
        {
            Containers = [.. world.Containers.Select(container => container with
            {
                Endpoints = [.. container.Endpoints, .. GridWorld.Projects
                    .Where((project, bit) => (ofName[container.Name].Networks & (1 << bit)) != 0 && GridWorld.BridgeOf(project) != container.Endpoints[0].Bridge)
                    .Select(project => new Endpoint(
                        GridWorld.NetworkOf(project), GridWorld.BridgeOf(project), [.. Enum.GetValues<Family>().Select(family => GridWorld.Inside(project, ofName[container.Name].Own, family))]))],
            })],
        };
    }

    /// <summary>At a port of the host that no other container has.</summary>
    private static IEnumerable<PublishedPort> Ports(int container, int which, bool onOneAddress)
        => which >= Published.Length
            ? []
            : Enum.GetValues<Family>().Select(family => new PublishedPort(
                Published[which].Protocol, family, onOneAddress ? GridWorld.AddressOf(GridWorld.Host, family) : null, (ushort)(8000 + container), Published[which].Port));

    /// <summary>The same world, listed the other way round.</summary>
    public static Snapshot Reversed(this Snapshot world)
        => new([.. world.Networks.Reverse()], [.. world.Containers.Reverse()], world.Host with { Addresses = [.. world.Host.Addresses.Reverse()], Bridges = [.. world.Host.Bridges.Reverse()] });

    /// <summary>The same world with another name for a tier in every label.</summary>
    public static Snapshot Renamed(this Snapshot world, string from, string to)
        => world with { Containers = [.. world.Containers.Select(container => container with { Labels = [.. container.Labels.Select(label => label.Key == TierAssignment.LabelKey && label.Value == from ? label with { Value = to } : label)] })] };
}
