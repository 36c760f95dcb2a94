using HostWall.Core.Addressing;
using HostWall.Core.Inventory;
using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>One end of a flow, as the policy sees it.</summary>
public abstract record Party
{
    private Party()
    {
    }

    /// <summary>A container's address.</summary>
    /// <param name="Container">Null where nothing but the tier is known: then no narrowed peer stands for it, and it has nothing in common with anybody.</param>
    /// <param name="Network">The Docker network that the address stands on, where it is known.</param>
    public sealed record InTier(string Tier, Container? Container = null, string? Network = null) : Party
    {
        /// <summary>Whether it is a container of this host; else one that could be stands for those like it.</summary>
        internal bool IsRunning => Container is { Id.Length: > 0 };
    }

    /// <summary>The host's own processes.</summary>
    public sealed record Host : Party;

    /// <summary>An address outside.</summary>
    /// <param name="Link">The host's link by which its packets come and go; null for one that no group names.</param>
    public sealed record World(Address Address, string? Link = null) : Party;
}

/// <summary>A question to a policy: would this packet pass?</summary>
/// <param name="Port">The receiver's port, after Docker's NAT; for ICMP the ordinal of its <see cref="IcmpType"/>.</param>
/// <param name="State">Exactly one conntrack state.</param>
/// <param name="At">When it is asked.</param>
public sealed record Flow(Party From, Party To, Protocol Protocol, ushort Port, ConntrackStates State, DateTimeOffset At)
{
    /// <summary>The published port of the host that the client asked for, before NAT; null where the flow came straight to the container.</summary>
    public ushort? HostPort { get; init; }

    /// <summary>No packet has a source of one family and a destination of the other.</summary>
    internal bool FamiliesMeet => this is not { From: Party.World from, To: Party.World to } || from.Address.Family == to.Address.Family;
}

/// <summary>A policy's answer to a <see cref="Flow"/>, as if enforced.</summary>
public sealed record Decision(RuleAction Action, Reason Reason)
{
    public bool Passes => Action == RuleAction.Allow;
}

/// <summary>What decided.</summary>
public abstract record Reason
{
    private Reason()
    {
    }

    /// <summary>The first rule that matched.</summary>
    public sealed record ByRule(Rule Rule) : Reason;

    /// <summary>No rule matched, and this tier's default for that direction denied.</summary>
    public sealed record ByIngressDefault(Tier Tier) : Reason;

    /// <summary>No rule matched, and this tier's default for that direction denied.</summary>
    public sealed record ByEgressDefault(Tier Tier) : Reason;

    /// <summary>No rule matched, and the defaults of both sides allow.</summary>
    public sealed record ByDefaults : Reason;

    /// <summary>No rule matched, and the conntrack state alone decides: established and related pass, invalid does not.</summary>
    public sealed record ByState(ConntrackStates State) : Reason;

    /// <summary>Neither side is a container: not HostWall's concern.</summary>
    public sealed record NotOurs : Reason;
}
