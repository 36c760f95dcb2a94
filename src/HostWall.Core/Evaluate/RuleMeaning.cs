using System.Diagnostics;
using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>Which flows a rule matches, apart from its peers.</summary>
internal static class RuleMeaning
{
    public static bool Matches(PolicyDocument policy, Rule rule, Flow flow)
        => rule.AppliesAt(flow.At) && MatchesAtItsTime(policy, rule, flow);

    /// <summary>The same, whatever the rule's window and expiry.</summary>
    public static bool MatchesAtItsTime(PolicyDocument policy, Rule rule, Flow flow)
        => rule.States.HasFlag(flow.State)
            && CoversPort(rule, flow)
            && CoversHostPort(rule, flow)
            && AreAlike(policy, rule, flow.From, flow.To);

    /// <summary>Whether both have in common what the rule asks for.</summary>
    public static bool AreAlike(PolicyDocument policy, Rule rule, Party from, Party to) => rule.Same.All(key => AreAlike(policy, key, from, to));

    private static bool CoversPort(Rule rule, Flow flow)
        => rule.CoversEveryPort
            || rule.Ports.Any(match => match.Matches(flow.Protocol, flow.Port))
            || (rule.Published && IsPublished(flow));

    private static bool IsPublished(Flow flow)
        => flow.To is Party.InTier { Container: { } receiver }
            && receiver.Published.Any(port => port.Protocol == flow.Protocol && port.ContainerPort == flow.Port);

    private static bool CoversHostPort(Rule rule, Flow flow)
        => rule.HostPorts.IsEmpty || (flow.HostPort is { } asked && rule.HostPorts.Any(match => match.Matches(flow.Protocol, asked)));

    private static bool AreAlike(PolicyDocument policy, SameKey key, Party from, Party to)
        => Value(policy, key, from) is { Length: > 0 } value && string.Equals(value, Value(policy, key, to), StringComparison.Ordinal);

    /// <summary>A party's value of what others may have in common with it; null or empty where it has none.</summary>
    public static string? Value(PolicyDocument policy, SameKey key, Party party) => (party, key) switch
    {
        (Party.InTier { Container: { } container }, SameKey.Project) => container.Project,
        (Party.InTier { Container: { } container }, SameKey.Label(var name)) => container.FindLabel(name) is { } label
            && (policy.Settings.ImageLabels || !label.FromImage) ? label.Value : null,
        (Party.InTier { Container: not null, Network: var network }, SameKey.Network) => network,
        (Party.InTier { Container: null } or Party.Host or Party.World, _) => null,
        _ => throw new UnreachableException($"no key {key}"),
    };
}
