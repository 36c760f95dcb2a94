using System.Globalization;

namespace HostWall.Core.Addressing;

/// <summary>A run of ports, both ends included.</summary>
public readonly record struct PortRange(ushort First, ushort Last) : IComparable<PortRange>
{
    /// <summary>Every port.</summary>
    public static readonly PortRange All = new(0, ushort.MaxValue);

    public static PortRange Single(ushort port) => new(port, port);

    public bool Contains(ushort port) => First <= port && port <= Last;

    public bool Overlaps(PortRange other) => First <= other.Last && other.First <= Last;

    public int CompareTo(PortRange other) => (First, Last).CompareTo((other.First, other.Last));

    public override string ToString() => First == Last
        ? First.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");
}
