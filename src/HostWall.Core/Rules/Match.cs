using HostWall.Core.Addressing;

namespace HostWall.Core.Rules;

/// <summary>A condition on a packet.</summary>
public abstract record Match
{
    private Match()
    {
    }

    /// <summary>Conntrack says one of these.</summary>
    public sealed record State(ConntrackStates States) : Match;

    /// <summary>It came in by a bridge that is not foreign: Docker's, or one nobody has spoken for yet.</summary>
    public sealed record FromBridge : Match;

    /// <summary>It leaves by a bridge that is not foreign.</summary>
    public sealed record ToBridge : Match;

    /// <summary>It came in by loopback.</summary>
    public sealed record FromLoopback : Match;

    /// <summary>The host calls its own address and NAT turned that to one elsewhere: netfilter still shows loopback as the way out.</summary>
    public sealed record ToLoopbackTranslated : Match;

    /// <summary>(The link it came in by, its source address) is in that endpoint set, or is not.</summary>
    public sealed record SourceIn(string Set, bool Negated = false) : Match;

    /// <summary>Its source address is in that address set.</summary>
    public sealed record SourceAddress(string Set) : Match;

    /// <summary>Its destination address is in that address set.</summary>
    public sealed record DestinationAddress(string Set) : Match;

    /// <summary>Its protocol and destination port are among these: sorted, disjoint, never none.</summary>
    public sealed record Ports(EquatableArray<PortMatch> Any) : Match;

    /// <summary>IPv6 neighbour discovery or multicast listener discovery that has not been routed.</summary>
    public sealed record NeighbourDiscovery : Match;

    /// <summary>A TCP packet that conntrack calls new and that is no opening SYN.</summary>
    public sealed record MidStream : Match;

    /// <summary>In the bridge hook: the bridge is foreign.</summary>
    public sealed record OnForeignBridge : Match;

    /// <summary>In the bridge hook: the bridge is in that set of links.</summary>
    public sealed record OnBridgeIn(string Set) : Match;

    /// <summary>In the bridge hook: an ARP packet.</summary>
    public sealed record Arp : Match;

    /// <summary>In the bridge hook: an IPv4 or IPv6 packet.</summary>
    public sealed record Ip : Match;
}
