using HostWall.Core.Policy;
using HostWall.Core.Rules;

namespace HostWall.Core.Compile;

/// <summary>The chains that decide: one for each rule and each tier's default, so that what a rule counts and logs stands in one place.</summary>
internal static class Verdicts
{
    /// <summary>Where a packet that a rule matches is to go: the rule's limits stand before what it decides.</summary>
    public static string EntryOf(Rule rule) => IsLimited(rule) ? Names.LimitChain(rule.Name) : Names.RuleChain(rule.Name);

    public static IEnumerable<Chain> OfRule(Rule rule, Mode mode)
    {
        if (IsLimited(rule))
        {
            yield return LimitChains.Of(rule, Comment(rule));
            yield return OfRule(rule, Names.OverLimit(rule.Name), $"over the limit of {Comment(rule)}", LogVerdict.Deny, mode);
        }

        var verdict = rule.Action switch
        {
            RuleAction.Allow => LogVerdict.Allow,
            RuleAction.Deny => LogVerdict.Deny,
            RuleAction.Reject => LogVerdict.Reject,
        };
        yield return OfRule(rule, Names.RuleChain(rule.Name), Comment(rule), verdict, mode);
    }

    private static Chain OfRule(Rule rule, string name, string comment, LogVerdict verdict, Mode mode)
    {
        var subject = new LogSubject(verdict, mode == Mode.Enforce && !rule.Audit, LogKind.Rule, rule.Name);
        return Deciding(name, comment, subject, rule.Log, rule.Origin, rule.Audit ? new Verdict.Return() : null);
    }

    private static bool IsLimited(Rule rule) => rule.Rate is not null || rule.Connections is not null;

    private static string Comment(Rule rule)
    {
        var responsibility = rule.Responsibility.Length == 0 ? "" : $", {rule.Responsibility}";
        return $"rule {rule.Name}{responsibility}{(rule.Description is null ? "" : $": {rule.Description}")}";
    }

    public static Chain OfIngressDefault(Tier tier, Mode mode)
        => OfDefault(Names.IngressDefault(tier.Name), $"ingress of tier {tier.Name} that no rule decides", tier, tier.Ingress, LogKind.IngressDefault, mode);

    public static Chain OfEgressDefault(Tier tier, Mode mode)
        => OfDefault(Names.EgressDefault(tier.Name), $"egress of tier {tier.Name} that no rule decides", tier, tier.Egress, LogKind.EgressDefault, mode);

    public static Chain OfInvalid(InvalidPackets packets, Mode mode)
        => Deciding(Names.Invalid, "packets that conntrack calls invalid", new LogSubject(packets == InvalidPackets.Allow ? LogVerdict.Allow : LogVerdict.Deny, mode == Mode.Enforce, LogKind.Invalid, ""), log: false, origin: null);

    public static Chain OfMidStream(Mode mode)
        => Deciding(Names.MidStream, "TCP that conntrack calls new without a SYN", new LogSubject(LogVerdict.Deny, mode == Mode.Enforce, LogKind.MidStream, ""), log: false, origin: null);

    private static Chain OfDefault(string name, string comment, Tier tier, Default value, LogKind kind, Mode mode)
    {
        var verdict = value == Default.Allow ? LogVerdict.Allow : LogVerdict.Deny;
        return Deciding(name, comment, new LogSubject(verdict, mode == Mode.Enforce, kind, tier.Name), log: false, tier.Origin);
    }

    /// <summary>A chain that counts, logs where told to or where audit mode lets a denied packet pass, and decides. Its counter has its name.</summary>
    /// <param name="instead">Stands in for the verdict.</param>
    private static Chain Deciding(string name, string comment, LogSubject subject, bool log, Text.Origin? origin, Verdict? instead = null)
    {
        var passes = subject.Verdict == LogVerdict.Allow || !subject.Enforced;
        var logs = log || (passes && subject.Verdict != LogVerdict.Allow);
        var verdict = instead ?? (passes ? new Verdict.Accept() : subject.Verdict == LogVerdict.Reject ? new Verdict.Reject() : new Verdict.Drop());
        Statement[] counts = logs ? [new Statement.Count(name), new Statement.Count(LogLimit.WantedCounter)] : [new Statement.Count(name)];
        EquatableArray<ChainRule> rules = logs
            ?
            [
                new ChainRule([], [.. counts], new Verdict.Continue(), comment, origin),
                new ChainRule([], [new Statement.Log(subject), new Statement.Count(LogLimit.SentCounter)], new Verdict.Continue(), comment, origin),
                new ChainRule([], [], verdict, comment, origin),
            ]
            : [new ChainRule([], [.. counts], verdict, comment, origin)];
        return new Chain(name, Hook: null, comment, rules);
    }
}
