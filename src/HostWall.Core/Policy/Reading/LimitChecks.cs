using HostWall.Core.Addressing;
using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Whether there is something for the limits of a rule to limit: new flows that it would let through.</summary>
internal static class LimitChecks
{
    private static readonly string[] Limits = ["rate", "connections"];

    public static void Check(Rule rule, TableReader reader)
    {
        foreach (var key in Limits)
        {
            if (reader.KeySpan(key) is not { } span)
            {
                continue;
            }

            if (rule.Action != RuleAction.Allow)
            {
                var action = rule.Action == RuleAction.Deny ? "deny" : "reject";
                reader.Findings.Add(
                    DiagnosticCodes.ConflictingKeys,
                    span,
                    $"\"{key}\" says how much a rule allows, and this one's action is \"{action}\": put \"{key}\" on a rule that allows, which denies what is over it");
            }
            else if (rule.States != ConntrackStates.New)
            {
                reader.Findings.Add(DiagnosticCodes.ConflictingKeys, span, $"\"{key}\" counts new flows: leave \"states\" out, or give other states a rule of their own");
            }
        }
    }
}
