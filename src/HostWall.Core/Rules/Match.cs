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

    /// <summary>(The link it leaves by, its destination address) is in that endpoint set.</summary>
    public sealed record DestinationIn(string Set) : Match;

    /// <summary>It came in by one of these links: sorted, never none.</summary>
    public sealed record SourceLink(EquatableArray<string> Links) : Match;

    /// <summary>It leaves by one of these links: sorted, never none.</summary>
    public sealed record DestinationLink(EquatableArray<string> Links) : Match;

    /// <summary>Its source address is in that address set.</summary>
    public sealed record SourceAddress(string Set) : Match;

    /// <summary>Its destination address is in that address set.</summary>
    public sealed record DestinationAddress(string Set) : Match;

    /// <summary>Its protocol and destination port are among these: sorted, disjoint, never none.</summary>
    public sealed record Ports(EquatableArray<PortMatch> Any) : Match;

    /// <summary>(The link it leaves by, its destination address, protocol and destination port) is in that set of container ports.</summary>
    public sealed record DestinationPortIn(string Set) : Match;

    /// <summary>In the input hook: its destination, protocol and port are in that set of host ports.</summary>
    public sealed record HostPortIn(string Set) : Match;

    /// <summary>NAT has rewritten its destination, and before it had one of these ports: sorted, disjoint, never none.</summary>
    public sealed record OriginalPort(EquatableArray<PortMatch> Any) : Match;

    /// <summary>It comes on one of these days of the week, in UTC, at or after <paramref name="From"/> and before <paramref name="To"/>.</summary>
    /// <param name="To">At most 24 hours, more than <paramref name="From"/>.</param>
    public sealed record TimeOfWeek(WeekDays Days, TimeSpan From, TimeSpan To) : Match;

    /// <summary>It comes before that moment.</summary>
    public sealed record Before(DateTimeOffset Moment) : Match;

    /// <summary>An earlier packet of its flow was let through, although the flow is still new: nothing has come back yet.</summary>
    public sealed record Admitted : Match;

    /// <summary>Taking it does not exceed the rate; taking it is what asking does. Stands behind all other matches.</summary>
    public sealed record UnderRate(string Memory, RateLimit Limit, CountBy By) : Match;

    /// <summary>Its flow is not over so many that are open. Stands behind all other matches.</summary>
    public sealed record UnderConnections(string Memory, uint Max, CountBy By) : Match;

    /// <summary>ICMPv6 that says a packet of a known flow was too big.</summary>
    public sealed record PacketTooBig : Match;

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
