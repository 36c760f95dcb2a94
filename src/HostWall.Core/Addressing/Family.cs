namespace HostWall.Core.Addressing;

/// <summary>An address family.</summary>
public enum Family
{
    IPv4,
    IPv6,
}
