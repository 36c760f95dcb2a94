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
/// <param name="Ports">The container's own ports, after Docker's NAT; empty for every protocol and port.</param>
/// <param name="States">The conntrack states in which the rule applies; never none.</param>
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
    Origin Origin)
{
    /// <summary>Who answers for the rule, for people: <c>owner dba, ticket OPS-7</c>; empty where nobody is named.</summary>
    public string Responsibility => string.Join(", ", ((string?[])[Owner is null ? null : $"owner {Owner}", Ticket is null ? null : $"ticket {Ticket}"]).OfType<string>());
}
