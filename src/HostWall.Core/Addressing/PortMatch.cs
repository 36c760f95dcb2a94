namespace HostWall.Core.Addressing;

/// <summary>A protocol and those of its ports that match; for <see cref="Protocol.Icmp"/> the ports are the ordinals of <see cref="IcmpType"/>.</summary>
public readonly record struct PortMatch(Protocol Protocol, PortRange Ports) : IComparable<PortMatch>
{
    /// <summary>Every port of that protocol.</summary>
    public static PortMatch Whole(Protocol protocol) => new(protocol, PortRange.All);

    public bool Matches(Protocol protocol, ushort port) => Protocol == protocol && Ports.Contains(port);

    public int CompareTo(PortMatch other) => (Protocol, Ports).CompareTo((other.Protocol, other.Ports));

    /// <summary>As a policy writes it: <c>tcp/80</c>, <c>udp/5000-5100</c>, <c>icmp/echo-request</c>, <c>tcp</c>.</summary>
    public override string ToString()
    {
        var protocol = Protocol switch
        {
            Protocol.Tcp => "tcp",
            Protocol.Udp => "udp",
            Protocol.Sctp => "sctp",
            Protocol.Icmp => "icmp",
        };
        return Ports == PortRange.All ? protocol : $"{protocol}/{PortsText}";
    }

    /// <summary>The ports without their protocol: <c>80</c>, <c>5000-5100</c>, <c>echo-request</c>; several types of ICMP stand with commas between.</summary>
    public string PortsText => Protocol == Protocol.Icmp ? string.Join(',', TypeNames()) : Ports.ToString();

    private IEnumerable<string> TypeNames()
    {
        var names = IcmpType.In(Ports).Select(type => type.Name);
        return Ports.Contains(IcmpType.Unnamed) ? names.Append("other") : names;
    }
}
