using HostWall.Core;
using HostWall.Core.Addressing;

namespace HostWall.Scenarios.Grid;

/// <summary>One question of the grid: does a new flow from one name to another get an answer?</summary>
/// <param name="Port">For ICMP the ordinal of the type.</param>
public readonly record struct Cell(string From, string To, Family Family, Protocol Protocol, ushort Port)
{
    /// <summary>TCP and UDP on two ports each, SCTP on one, and the one type of ICMP that asks for an answer.</summary>
    public static EquatableArray<(Protocol Protocol, ushort Port)> Ports { get; } =
        [(Protocol.Tcp, 80), (Protocol.Tcp, 5432), (Protocol.Udp, 53), (Protocol.Udp, 5000), (Protocol.Sctp, 2905), (Protocol.Icmp, IcmpType.EchoRequest.Ordinal)];

    /// <summary>Every ordered pair of names of which one is a container, in both families, at every port.</summary>
    public static EquatableArray<Cell> All { get; } =
    [
        .. from sender in GridWorld.Names
           from receiver in GridWorld.Names
           where sender != receiver && (GridWorld.Containers.Contains(sender) || GridWorld.Containers.Contains(receiver))
           from family in Enum.GetValues<Family>()
           from at in Ports
           select new Cell(sender, receiver, family, at.Protocol, at.Port),
    ];

    public override string ToString() => $"{From} -> {To} {new PortMatch(Protocol, PortRange.Single(Port))} {Family}";
}

/// <summary>What the one who asks gets.</summary>
public enum Answer
{
    /// <summary>The other end answered.</summary>
    Open,

    /// <summary>Nothing came back.</summary>
    Silent,

    /// <summary>Somebody said no.</summary>
    Rejected,
}
