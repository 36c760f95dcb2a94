using CsCheck;
using HostWall.Core.Addressing;
using HostWall.Core.Desired;
using HostWall.Core.Inventory;

namespace HostWall.Scenarios.Grid;

/// <summary>The grid's world with other labels, containers missing, and published ports.</summary>
public static class RandomWorld
{
    private static readonly string?[] Labels = [null, .. RandomPolicy.Tiers, "unlabelled", "nosuch"];
    private static readonly (Protocol Protocol, ushort Port)[] Published = [(Protocol.Tcp, 80), (Protocol.Tcp, 5432), (Protocol.Udp, 53), (Protocol.Sctp, 2905)];

    public static Gen<Snapshot> Any { get; } =
        Gen.Select(Gen.OneOf(Labels), Gen.Frequency((8, Gen.Const(true)), (1, Gen.Const(false))), Gen.Int[0, 2 * Published.Length], Gen.Bool).Array[GridWorld.Containers.Count].Select(Of);

    /// <summary>For people: each container with its label and what it publishes, as comments of a policy.</summary>
    public static string Text(this Snapshot world) => string.Concat(world.Containers.Select(container
        => $"# {container.Name}: {container.FindLabel(TierAssignment.LabelKey)?.Value ?? "no label"}{string.Concat(container.Published.Select(port => $", {port.Protocol}/{port.ContainerPort} at {port.HostAddress}:{port.HostPort}"))}\n"));

    private static Snapshot Of((string? Label, bool IsThere, int Publishes, bool OnOneAddress)[] containers)
    {
        var labels = GridWorld.Containers.Zip(containers, (name, container) => (name, container.Label)).ToDictionary(pair => pair.name, pair => pair.Label, StringComparer.Ordinal);
        var all = GridWorld.With(name => labels[name]);
        return all with
        {
            Containers = [.. all.Containers.Zip(containers, (container, drawn) => (container, drawn)).Index()
                .Where(item => item.Item.drawn.IsThere)
                .Select(item => item.Item.container with { Published = [.. Ports(item.Index, item.Item.drawn.Publishes, item.Item.drawn.OnOneAddress)] })],
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
