namespace HostWall.Docker;

/// <summary>What is to be looked at.</summary>
internal sealed class Needs
{
    private readonly HashSet<string> _containers = [];
    private readonly HashSet<string> _networks = [];
    private bool _everything;

    public bool IsEmpty => !_everything && _containers.Count == 0 && _networks.Count == 0;

    public void Container(string id) => _containers.Add(id);

    public void Network(string id) => _networks.Add(id);

    public void Everything() => _everything = true;

    public void Add(Needs others)
    {
        _containers.UnionWith(others._containers);
        _networks.UnionWith(others._networks);
        _everything |= others._everything;
    }

    /// <summary>The look that meets them, after which there are none.</summary>
    public Look Take(long number, long now)
    {
        var look = new Look(number, now, _everything, [.. _containers], [.. _networks]);
        Clear();
        return look;
    }

    public void Clear()
    {
        _containers.Clear();
        _networks.Clear();
        _everything = false;
    }
}
