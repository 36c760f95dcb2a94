namespace HostWall.Core.Addressing;

/// <summary>A protocol and those of its ports that match; for <see cref="Protocol.Icmp"/> the range is always <see cref="PortRange.All"/>.</summary>
public readonly record struct PortMatch(Protocol Protocol, PortRange Ports) : IComparable<PortMatch>
{
    public bool Matches(Protocol protocol, ushort port) => Protocol == protocol && Ports.Contains(port);

    public int CompareTo(PortMatch other) => (Protocol, Ports).CompareTo((other.Protocol, other.Ports));

    /// <summary>As a policy writes it: <c>tcp/80</c>, <c>udp/5000-5100</c>, <c>tcp</c>.</summary>
    public override string ToString()
    {
        var protocol = Protocol switch
        {
            Protocol.Tcp => "tcp",
            Protocol.Udp => "udp",
            Protocol.Sctp => "sctp",
            Protocol.Icmp => "icmp",
        };
        return Ports == PortRange.All ? protocol : $"{protocol}/{Ports}";
    }
}
