namespace HostWall.Core.Addressing;

/// <summary>A transport protocol that a policy can name. <see cref="Icmp"/> stands for both families' ICMP.</summary>
public enum Protocol
{
    Tcp,
    Udp,
    Sctp,
    Icmp,
}
