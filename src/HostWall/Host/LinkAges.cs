using HostWall.Core;

namespace HostWall.Host;

/// <summary>Since when each bridge has been seen, and since when it has its newest port.</summary>
internal sealed class LinkAges
{
    private Dictionary<(int Index, string Name), Age> _ages = [];

    /// <param name="now">A timestamp from after the look.</param>
    public EquatableArray<SeenBridge> See(EquatableArray<BridgeLink> bridges, long now)
    {
        _ages = bridges.ToDictionary(bridge => (bridge.Index, bridge.Name), bridge => AgeOf(bridge, now));
        return bridges.Select(bridge => _ages[(bridge.Index, bridge.Name)]).Select(age => new SeenBridge(age.Bridge.Name, age.Since, age.PortsSince)).ToEquatableArray();
    }

    private Age AgeOf(BridgeLink bridge, long now)
        => !_ages.TryGetValue((bridge.Index, bridge.Name), out var before) ? new Age(bridge, now, now)
            : bridge.Ports.Except(before.Bridge.Ports).Any() ? new Age(bridge, before.Since, now)
            : before with { Bridge = bridge };

    private readonly record struct Age(BridgeLink Bridge, long Since, long PortsSince);
}
