using HostWall.Core.Addressing;

namespace HostWall.Core.Evaluate;

/// <summary>An open flow as the kernel's connection tracking knows it.</summary>
/// <param name="Protocol">IANA's number.</param>
/// <param name="Original">Of the flow's first packet, before NAT.</param>
/// <param name="Reply">Of the packets that answer, before NAT: its source is whom the flow reaches in truth.</param>
/// <param name="IsExpected">Another flow announced it, as FTP's control connection does its data connections.</param>
/// <param name="Id">The kernel's own; a later flow with the same ends has another, unless it came to stand in the same place of the kernel's memory.</param>
/// <param name="Zone">0 but where somebody keeps flows with equal addresses apart.</param>
public sealed record TrackedFlow(byte Protocol, FlowTuple Original, FlowTuple Reply, bool IsExpected, uint Id, ushort Zone)
{
    public bool Touches(Func<Address, bool> matches)
        => matches(Original.Source) || matches(Original.Destination) || matches(Reply.Source) || matches(Reply.Destination);
}

/// <summary>One direction of a <see cref="TrackedFlow"/>.</summary>
/// <param name="SourcePort">0 where the protocol has no ports.</param>
/// <param name="Icmp">Null for other protocols.</param>
public readonly record struct FlowTuple(Address Source, Address Destination, ushort SourcePort, ushort DestinationPort, IcmpQuery? Icmp);

/// <summary>What tells the queries of one host to another apart.</summary>
public readonly record struct IcmpQuery(byte Type, byte Code, ushort Id);
