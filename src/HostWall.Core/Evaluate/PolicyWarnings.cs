using HostWall.Core.Policy;
using HostWall.Core.Text;

namespace HostWall.Core.Evaluate;

/// <summary>What a policy says in vain, as can be told without knowing the host.</summary>
public static class PolicyWarnings
{
    public static EquatableArray<Diagnostic> Of(PolicyDocument policy, DateTimeOffset now) => Of(policy, Population.Of([policy], running: []), now);

    internal static EquatableArray<Diagnostic> Of(PolicyDocument policy, Population population, DateTimeOffset now)
    {
        var findings = new Findings();

        // Of classes that are not all, nothing can be proved of every container.
        var shadows = population.IsWhole ? new Shadows(policy, population, now) : null;
        foreach (var (index, rule) in policy.Rules.Index())
        {
            if (rule.Expires is { } expiry && expiry <= now)
            {
                findings.Add(DiagnosticCodes.ExpiredRule, rule.Span, $"rule \"{rule.Name}\" has expired, at {MomentText.Of(expiry)}: it is as if absent");
                continue;
            }

            switch (shadows?.Of(index))
            {
                case NeverMatches.Shadowed shadowed:
                    findings.Add(DiagnosticCodes.ShadowedRule, rule.Span, $"rule \"{rule.Name}\" can never match: all that it is about is decided before it, by {Names(shadowed.By)}");
                    break;
                case NeverMatches.Nobody:
                    findings.Add(DiagnosticCodes.UnmatchedRule, rule.Span, $"rule \"{rule.Name}\" can never match: no flow can be from {Names(rule.From)} to {Names(rule.To)}");
                    break;
                case null:
                    break;
            }
        }

        return findings.All;
    }

    private static string Names(EquatableArray<Rule> rules) => string.Join(", ", rules.Select(rule => $"\"{rule.Name}\" ({rule.Origin})"));

    private static string Names(EquatableArray<Peer> peers) => string.Join(", ", peers.Select(peer => peer.Name));
}
