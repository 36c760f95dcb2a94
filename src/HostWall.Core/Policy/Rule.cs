using HostWall.Core.Addressing;
using HostWall.Core.Text;

namespace HostWall.Core.Policy;

public enum RuleAction
{
    Allow,

    /// <summary>Dropped in silence.</summary>
    Deny,

    /// <summary>Answered: a TCP reset, else ICMP administratively prohibited.</summary>
    Reject,
}

/// <summary>One of the policy's rules.</summary>
/// <param name="Ports">The container's own ports, after Docker's NAT; empty for every protocol and port, unless <see cref="Published"/>.</param>
/// <param name="States">The conntrack states in which the rule applies; never none.</param>
/// <param name="Span">The name's place.</param>
public sealed record Rule(
    string Name,
    EquatableArray<Peer> From,
    EquatableArray<Peer> To,
    EquatableArray<PortMatch> Ports,
    RuleAction Action,
    ConntrackStates States,
    bool Log,
    string? Owner,
    string? Ticket,
    string? Description,
    Origin Origin,
    TextSpan Span)
{
    /// <summary>Whether the ports that the receiving container publishes are covered too, besides <see cref="Ports"/>.</summary>
    public bool Published { get; init; }

    /// <summary>Ports that the client asked the host for, before NAT; where there are any, only flows that came by a published port match.</summary>
    public EquatableArray<PortMatch> HostPorts { get; init; }

    public Rate? Rate { get; init; }

    public ConnectionLimit? Connections { get; init; }

    /// <summary>What both ends must have in common; where there is anything, both must be containers.</summary>
    public EquatableArray<SameKey> Same { get; init; }

    /// <summary>It counts and logs as if enforced and decides nothing.</summary>
    public bool Audit { get; init; }

    /// <summary>When it applies; null for always.</summary>
    public Window? When { get; init; }

    /// <summary>From then on it is as if absent; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Whether every protocol and port is covered.</summary>
    public bool CoversEveryPort => Ports.IsEmpty && !Published;

    public bool AppliesAt(DateTimeOffset moment) => !(Expires <= moment) && When?.Contains(moment) != false;

    /// <summary>Who answers for the rule, for people: <c>owner dba, ticket OPS-7</c>; empty where nobody is named.</summary>
    public string Responsibility => string.Join(", ", ((string?[])[Owner is null ? null : $"owner {Owner}", Ticket is null ? null : $"ticket {Ticket}"]).OfType<string>());
}
