using HostWall.Core.Policy;
using HostWall.Core.Text;

namespace HostWall.Core.Evaluate;

/// <summary>What a policy says in vain, as can be told without knowing the host.</summary>
public static class PolicyWarnings
{
    public static EquatableArray<Diagnostic> Of(PolicyDocument policy, DateTimeOffset now)
    {
        var findings = new Findings();
        foreach (var rule in policy.Rules.Where(rule => rule.Expires <= now))
        {
            findings.Add(DiagnosticCodes.ExpiredRule, rule.Span, $"rule \"{rule.Name}\" has expired, at {MomentText.Of(rule.Expires!.Value)}: it is as if absent"); // it has an expiry that is past
        }

        return findings.All;
    }
}
