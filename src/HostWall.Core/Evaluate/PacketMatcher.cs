using System.Diagnostics;
using HostWall.Core.Addressing;
using HostWall.Core.Rules;

namespace HostWall.Core.Evaluate;

/// <summary>Whether a condition of a rule set holds for a packet.</summary>
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

    private static bool IsLoopback(Link? link) => string.Equals(link?.Name, Loopback, StringComparison.Ordinal);
}
