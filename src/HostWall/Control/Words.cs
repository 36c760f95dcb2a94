using HostWall.Control.Messages;
using HostWall.Core.Evaluate;
using HostWall.Core.Policy;
using HostWall.Core.Text;
using HostWall.Versions;

namespace HostWall.Control;

/// <summary>The words that documents carry: those of the policy language for what a policy means, and names of kinds.</summary>
internal static class Words
{
    public static string Of(Mode mode) => mode switch
    {
        Mode.Enforce => "enforce",
        Mode.Audit => "audit",
    };

    public static string Of(RuleAction action) => action switch
    {
        RuleAction.Allow => "allow",
        RuleAction.Deny => "deny",
        RuleAction.Reject => "reject",
    };

    public static string Of(Default value) => value switch
    {
        Default.Allow => "allow",
        Default.Deny => "deny",
    };

    public static string Of(FindingKind kind) => kind switch
    {
        FindingKind.Missing => "missing",
        FindingKind.RecordUnreadable => "recordUnreadable",
        FindingKind.RecordAltered => "recordAltered",
        FindingKind.Reordered => "reordered",
        FindingKind.PolicyAltered => "policyAltered",
        FindingKind.RulesAltered => "rulesAltered",
        FindingKind.Unconfirmed => "unconfirmed",
        FindingKind.NotWritable => "notWritable",
    };

    public static DiagnosticMessage Of(Diagnostic diagnostic) => new(
        diagnostic.Code,
        diagnostic.Severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
        },
        diagnostic.Span.Path,
        diagnostic.Span.Line,
        diagnostic.Span.Column,
        diagnostic.Span.Length,
        diagnostic.Message);

    public static TestMessage Of(TestResult result) => new(
        result.Test.Name,
        result.Passed,
        result.Test.From.Name,
        result.Test.To.Name,
        result.Test.Port.ToString(),
        Of(result.Test.Expect),
        Of(result.Decision.Action),
        Of(result.Decision.Reason),
        result.Test.Origin.ToString(),
        result.Asked);

    public static InvariantMessage Of(InvariantResult result) => new(
        result.Invariant.Name,
        result.Holds,
        Forbidden(result.Invariant),
        result.Holds ? null : result.Broken?.Text ?? $"it cannot be shown: the policy tells more than {InvariantChecker.MostClasses} classes of containers apart",
        result.Invariant.Origin.ToString());

    private static string Forbidden(Invariant invariant)
    {
        var except = invariant.Except.IsEmpty ? "" : $" except {Names(invariant.Except)}";
        return $"{Names(invariant.From)}{except} -> {Names(invariant.To)}{(invariant.Ports.IsEmpty ? "" : $" {string.Join(' ', invariant.Ports)}")}";
    }

    private static string Names(Core.EquatableArray<Peer> peers) => string.Join(", ", peers.Select(peer => peer.Name));

    /// <summary>What decided, as the end of "denied by …".</summary>
    public static string Of(Reason reason) => reason switch
    {
        Reason.ByRule by => $"rule {by.Rule.Name} ({by.Rule.Origin})",
        Reason.ByIngressDefault by => $"ingress default of tier {by.Tier.Name}{At(by.Tier.Origin)}",
        Reason.ByEgressDefault by => $"egress default of tier {by.Tier.Name}{At(by.Tier.Origin)}",
        Reason.ByDefaults => "no rule, and the defaults of both sides allow",
        Reason.ByState => "the conntrack state",
        Reason.NotOurs => "neither side is a container: HostWall does not judge it",
        _ => throw new System.Diagnostics.UnreachableException($"no reason {reason}"),
    };

    private static string At(Origin? origin) => origin is { } line ? $" ({line})" : " (built in)";
}
