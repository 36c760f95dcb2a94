using HostWall.Conntrack;
using HostWall.Core.Addressing;
using HostWall.Core.Evaluate;

namespace HostWall.Tests.Daemon;

/// <summary>A kernel's open flows that a test opens; it can be told to refuse.</summary>
internal sealed class FakeConntrack : IConntrack
{
    private uint _ids;

    public List<TrackedFlow> Flows { get; } = [];

    public bool Refuses { get; set; }

    public int Listings { get; private set; }

    /// <summary>Opens a TCP flow between IPv4 addresses.</summary>
    public void Open(uint from, uint to, ushort port)
    {
        var (source, destination) = (new Address(Family.IPv4, from), new Address(Family.IPv4, to));
        Flows.Add(new TrackedFlow(
            6,
            new FlowTuple(source, destination, (ushort)(40000 + _ids), port, Icmp: null),
            new FlowTuple(destination, source, port, (ushort)(40000 + _ids), Icmp: null),
            IsExpected: false,
            ++_ids,
            Zone: 0));
    }

    public IEnumerable<TrackedFlow> List()
    {
        Listings++;
        return Refuses ? throw new ConntrackException("the kernel refused to list the open flows") : [.. Flows];
    }

    public int End(IEnumerable<TrackedFlow> flows) => flows.Count(Flows.Remove);
}
