using HostWall.Core;
using HostWall.Core.Addressing;
using HostWall.Core.Evaluate;
using HostWall.Core.Policy;
using HostWall.Core.Rules;
using Link = HostWall.Core.Evaluate.Link;

namespace HostWall.Scenarios;

/// <summary>A packet's way through the host: what the policy is asked, and what the hooks see of it, in the order they do.</summary>
/// <param name="Called">The address that the client sends it to.</param>
/// <param name="CalledPort">The port that the client sends it to.</param>
public sealed record Journey(Flow Flow, EquatableArray<Packet> Packets, Address Called, ushort CalledPort)
{
    private static readonly Link Uplink = new(End.World.Uplink, IsBridge: false);
    private static readonly Link Loopback = new("lo", IsBridge: false);

    /// <summary>What becomes of the packet: every hook must let it pass.</summary>
    public Fate FateUnder(RuleSetEvaluator rules)
        => Packets.Select(packet => rules.Decide(packet).Fate).FirstOrDefault(fate => fate != Fate.Passed, Fate.Passed);

    /// <summary>What the policy means for it; one that only watches lets all pass.</summary>
    public Fate FateUnder(PolicyDocument policy) => policy.Settings.Mode == Mode.Audit ? Fate.Passed : ReferenceEvaluator.Decide(policy, Flow).Action switch
    {
        RuleAction.Allow => Fate.Passed,
        RuleAction.Deny => Fate.Dropped,
        RuleAction.Reject => Fate.Rejected,
    };

    /// <summary>A packet straight to its destination, as it is after NAT.</summary>
    public static Journey Of(End from, End to, Protocol protocol, ushort port, ConntrackStates state, DateTimeOffset at)
    {
        var (source, destination) = (LinkOf(from), LinkOf(to));
        var packet = new Packet(Hook.Forward, source, destination, from.Address, to.Address, protocol, port, state, at, Syn: state == ConntrackStates.New);
        EquatableArray<Packet> seen = (from, to) switch
        {
            (End.Host, _) => [packet with { Hook = Hook.Output, In = null }],
            (_, End.Host) => [packet with { Hook = Hook.Input, Out = null }],
            (End.Container, End.Container) when source == destination => [packet with { Hook = Hook.Bridge }, packet],
            _ => [packet],
        };
        return new Journey(new Flow(from.Party, to.Party, protocol, port, state, at), seen, to.Address, port);
    }

    /// <summary>A packet to a port that the container publishes and that a process of the host takes in, as docker-proxy does.</summary>
    /// <param name="called">The host's address that the client calls.</param>
    public static Journey Served(End from, End to, Protocol protocol, ushort hostPort, ushort containerPort, Address called, DateTimeOffset at)
    {
        var packet = new Packet(Hook.Input, LinkOf(from), null, from.Address, called, protocol, hostPort, ConntrackStates.New, at);
        return new Journey(new Flow(from.Party, OnNoNetwork(to.Party), protocol, containerPort, ConntrackStates.New, at) { HostPort = hostPort }, [packet], called, hostPort);
    }

    /// <summary>A packet to a port that the container publishes, which destination NAT sends on to it. A call of the host itself still leaves by loopback.</summary>
    /// <param name="called">The host's address that the client calls.</param>
    public static Journey Translated(End from, End to, Protocol protocol, ushort hostPort, ushort containerPort, Address called, DateTimeOffset at)
    {
        var packet = new Packet(Hook.Forward, LinkOf(from), LinkOf(to), from.Address, to.Address, protocol, containerPort, ConntrackStates.New, at, OriginalPort: hostPort);
        var seen = from is End.Host ? packet with { Hook = Hook.Output, In = null, Out = Loopback } : packet;
        return new Journey(new Flow(from.Party, to.Party, protocol, containerPort, ConntrackStates.New, at) { HostPort = hostPort }, [seen], called, hostPort);
    }

    /// <summary>Which of its networks the process reaches the container by is not known.</summary>
    private static Party OnNoNetwork(Party party) => party is Party.InTier member ? member with { Network = null } : party;

    private static Link LinkOf(End end) => end switch
    {
        End.Container container => new Link(container.At.Bridge, IsBridge: true),
        End.World { By: not End.World.Uplink } world => new Link(world.By, IsBridge: true),
        _ => Uplink,
    };
}
