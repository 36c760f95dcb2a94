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
        AddRules(policy, shadows, now, findings);
        if (population.IsWhole)
        {
            AddTests(policy, population, findings);
            AddInvariants(policy, population, findings);
        }

        return findings.All;
    }

    private static void AddRules(PolicyDocument policy, Shadows? shadows, DateTimeOffset now, Findings findings)
    {
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
    }

    private static void AddTests(PolicyDocument policy, Population population, Findings findings)
    {
        foreach (var test in policy.Tests)
        {
            if (new[] { test.From, test.To }.FirstOrDefault(peer => !population.Meant(policy, peer).Any()) is { } nobody)
            {
                findings.Add(DiagnosticCodes.VainTest, test.Span, $"test \"{test.Name}\" asks nothing: nobody can be {nobody.Name}");
            }
        }
    }

    private static void AddInvariants(PolicyDocument policy, Population population, Findings findings)
    {
        foreach (var invariant in policy.Invariants)
        {
            var senders = population.Covered(policy, invariant.From).ToList();
            var vain = senders.Count == 0 ? $"nobody can be {Names(invariant.From)}"
                : !population.Covered(policy, invariant.To).Any() ? $"nobody can be {Names(invariant.To)}"
                : senders.TrueForAll(party => ReferenceEvaluator.Covers(policy, invariant.Except, party)) ? $"\"except\" takes all of {Names(invariant.From)}"
                : null;
            if (vain is not null)
            {
                findings.Add(DiagnosticCodes.VainTest, invariant.Span, $"invariant \"{invariant.Name}\" forbids nothing: {vain}");
            }
        }
    }

    private static string Names(EquatableArray<Rule> rules) => string.Join(", ", rules.Select(rule => $"\"{rule.Name}\" ({rule.Origin})"));

    private static string Names(EquatableArray<Peer> peers) => string.Join(", ", peers.Select(peer => peer.Name));
}
