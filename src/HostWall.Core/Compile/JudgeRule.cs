using HostWall.Core.Addressing;
using HostWall.Core.Policy;
using HostWall.Core.Rules;

namespace HostWall.Core.Compile;

/// <summary>One way in which a policy's rule can match in a chain that judges.</summary>
/// <param name="Matches">None where it always does.</param>
internal readonly record struct JudgeRule(Rule Rule, EquatableArray<Match> Matches)
{
    /// <summary>A rule that is only audited decides nothing: its chain comes back.</summary>
    public ChainRule ToChainRule(ConntrackStates? only = null)
    {
        var chain = Verdicts.EntryOf(Rule);
        EquatableArray<Match> matches = only is { } states ? [new Match.State(states), .. Matches] : Matches;
        return new ChainRule(matches, [], Rule.Audit ? new Verdict.Jump(chain) : new Verdict.Goto(chain), $"rule {Rule.Name}", Rule.Origin);
    }
}
