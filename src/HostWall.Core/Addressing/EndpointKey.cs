namespace HostWall.Core.Addressing;

/// <summary>An address on a Docker bridge: what a packet's sender or receiver is known by. The same address on another bridge is somebody else.</summary>
public readonly record struct EndpointKey(string Bridge, Address Address) : IComparable<EndpointKey>
{
    public int CompareTo(EndpointKey other)
    {
        var byBridge = string.CompareOrdinal(Bridge, other.Bridge);
        return byBridge != 0 ? byBridge : Address.CompareTo(other.Address);
    }
}
