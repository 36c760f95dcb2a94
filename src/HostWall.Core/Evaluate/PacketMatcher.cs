using System.Diagnostics;
using HostWall.Core.Addressing;
using HostWall.Core.Rules;

namespace HostWall.Core.Evaluate;

/// <summary>Whether a condition of a rule set holds for a packet, which is the first of its flow where the flow is new.</summary>
internal static class PacketMatcher
{
    private const string Loopback = "lo";

    public static bool Holds(RuleSetIndex index, Match match, Packet packet) => match switch
    {
        Match.State state => state.States.HasFlag(packet.State),
        Match.FromBridge => packet.In is { IsBridge: true } link && !index.IsForeign(link),
        Match.ToBridge => packet.Out is { IsBridge: true } link && !index.IsForeign(link),
        Match.FromLoopback => IsLoopback(packet.In),
        Match.ToLoopbackTranslated => packet.OriginalPort is not null && IsLoopback(packet.Out),
        Match.SourceIn source => packet.In is { } link && index.HasEndpoint(source.Set, new EndpointKey(link.Name, packet.Source)) != source.Negated,
        Match.DestinationIn destination => packet.Out is { } link && index.HasEndpoint(destination.Set, new EndpointKey(link.Name, packet.Destination)),
        Match.DestinationPortIn ports => packet.Out is { } link && index.HasContainerPort(ports.Set, new EndpointKey(link.Name, packet.Destination), packet.Protocol, packet.Port),
        Match.HostPortIn ports => index.HasHostPort(ports.Set, packet.Destination, packet.Protocol, packet.Port),
        Match.SourceLink source => IsOneOf(source.Links, packet.In),
        Match.DestinationLink destination => IsOneOf(destination.Links, packet.Out),
        Match.OriginalPort original => packet.OriginalPort is { } port && original.Any.Any(match => match.Matches(packet.Protocol, port)),
        Match.TimeOfWeek window => IsWithin(window, packet.At.UtcDateTime),
        Match.Before before => packet.At < before.Moment,
        Match.PacketTooBig => packet is { Protocol: Protocol.Icmp, State: ConntrackStates.Related } && packet.Port == IcmpType.PacketTooBig.Ordinal,

        // The first packet of its flow, and no limit is reached.
        Match.Admitted => false,
        Match.UnderRate limit => index.HasMemory(limit.Memory),
        Match.UnderConnections limit => index.HasMemory(limit.Memory),
        Match.SourceAddress source => index.HasAddress(source.Set, packet.Source),
        Match.DestinationAddress destination => index.HasAddress(destination.Set, packet.Destination),
        Match.Ports ports => ports.Any.Any(port => port.Matches(packet.Protocol, packet.Port)),
        Match.MidStream => packet is { Protocol: Protocol.Tcp, State: ConntrackStates.New, Syn: false },
        Match.OnForeignBridge => packet is { Hook: Hook.Bridge, In: { } link } && index.IsForeign(link),
        Match.OnBridgeIn bridges => packet is { Hook: Hook.Bridge, In: { } link } && index.HasLink(bridges.Set, link.Name),

        // A packet has an address, a protocol and a port: it is IP, no ARP, and no neighbour discovery.
        Match.Ip => packet.Hook == Hook.Bridge,
        Match.Arp or Match.NeighbourDiscovery => false,
        _ => throw new UnreachableException($"no match {match}"),
    };

    private static bool IsOneOf(EquatableArray<string> links, Link? link) => link is not null && links.Contains(link.Name);

    private static bool IsWithin(Match.TimeOfWeek window, DateTime utc)
        => window.Days.HasFlag((WeekDays)(1 << (int)utc.DayOfWeek)) && window.From <= utc.TimeOfDay && utc.TimeOfDay < window.To;

    private static bool IsLoopback(Link? link) => string.Equals(link?.Name, Loopback, StringComparison.Ordinal);
}
