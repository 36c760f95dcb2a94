using HostWall.Core.Addressing;
using HostWall.Core.Policy;
using HostWall.Core.Rules;

namespace HostWall.Core.Compile;

/// <summary>
/// The chains that find the deciding rule: for one tier and one kind of other side they hold, in file order, just the rules that can apply, each
/// going to the rule's own chain; what no rule decides goes to the default.
/// </summary>
internal sealed class JudgeChains(PolicyDocument policy, TierRules rules, SameClasses same)
{
    private const ConntrackStates NotNew
        = ConntrackStates.Established | ConntrackStates.Related | ConntrackStates.Invalid | ConntrackStates.Untracked;

    /// <summary>The states besides new that some rule names: packets in them must be judged, not waved through.</summary>
    public ConntrackStates Named { get; } = policy.Rules.Aggregate(ConntrackStates.None, (states, rule) => states | rule.States) & NotNew;

    /// <summary>The chains for flows to a tier's members.</summary>
    public IEnumerable<Chain> To(Tier tier, Sender sender, SameClass receivers)
        => Judge(
            Names.To(tier.Name, sender, receivers),
            $"to tier {tier.Name}{ClassText(receivers)} from {SenderText(sender)}",
            rules.To(tier.Name).SelectMany(to => Ways(to, Senders(to, tier, sender, receivers), to.Members, to.Parts.PortsOfContainer)),
            Tail(tier, sender));

    /// <summary>The chains for flows to a published port that a process of the host serves for a tier's members; the port is known by where they are called.</summary>
    public IEnumerable<Chain> Served(Tier tier, ServedPortClass portClass, Sender sender, SameClass receivers)
        => Judge(
            Names.Served(tier.Name, portClass.Index, sender, receivers),
            $"to tier {tier.Name}{ClassText(receivers)} from {SenderText(sender)}, published {portClass.Text} that a process of the host serves",
            portClass.Rules.SelectMany(to => Ways(to, Senders(to, tier, sender, receivers), ServedRules.Ports(to))),
            Tail(tier, sender));

    /// <summary>The chains for flows of a tier's members to elsewhere; nobody there has anything in common with a container.</summary>
    public IEnumerable<Chain> From(Tier tier, Receiver receiver)
        => Judge(
            Names.From(tier.Name, receiver),
            $"from tier {tier.Name} to the {(receiver == Receiver.World ? "world" : "host")}",
            rules.From(tier.Name)
                .Where(from => from.Rule.Same.IsEmpty)
                .SelectMany(from => Ways(from, from.Parts.Receivers(receiver), from.Members, from.Parts.PortsElsewhere)),
            Names.EgressDefault(tier.Name));

    /// <summary>Where a flow between containers that no rule decides goes, when the receiver's default allows: the sender's may still deny.</summary>
    public IEnumerable<Chain> Tails() => policy.Tiers
        .Where(tier => NeedsTail(tier))
        .Select(tier => new Chain(TailName(tier), Hook: null, $"to tier {tier.Name} from containers, where no rule decides", [.. TailRules(tier)]));

    private static IEnumerable<JudgeRule> Ways(TierRule tierRule, IReadOnlyList<EquatableArray<Match>> otherSide, params ReadOnlySpan<IReadOnlyList<EquatableArray<Match>>> more)
    {
        var ways = otherSide;
        foreach (var part in (ReadOnlySpan<IReadOnlyList<EquatableArray<Match>>>)[.. more, tierRule.Parts.Times])
        {
            ways = ways.And(part);
        }

        return ways.Select(matches => new JudgeRule(tierRule.Rule, matches));
    }

    private IReadOnlyList<EquatableArray<Match>> Senders(TierRule to, Tier tier, Sender sender, SameClass receivers)
    {
        var senders = to.Parts.Senders(sender);
        return to.Rule.Same.IsEmpty ? senders
            : sender == Sender.Containers && same.SendersAlike(tier, receivers, to.Rule.Same) is { } alike ? senders.And([alike])
            : [];
    }

    private IEnumerable<Chain> Judge(string name, string comment, IEnumerable<JudgeRule> alternatives, string tail)
    {
        var all = alternatives.ToList();
        var rules = new List<ChainRule>();
        if (Named == ConntrackStates.None)
        {
            rules.Add(new ChainRule([new Match.State(ConntrackStates.Untracked)], [], new Verdict.Goto(tail), "untracked: no rule asks for it", Origin: null));
        }
        else
        {
            var states = StatesChain($"{name}_states", comment, all, tail);
            yield return states;
            rules.Add(new ChainRule([new Match.State(NotNew)], [], new Verdict.Goto(states.Name), "states other than new", Origin: null));
        }

        rules.AddRange(all.Where(rule => rule.Rule.States.HasFlag(ConntrackStates.New)).Select(rule => rule.ToChainRule()));
        rules.Add(new ChainRule([], [], new Verdict.Goto(tail), "no rule decides", Origin: null));
        yield return new Chain(name, Hook: null, comment, UpToUnconditional(rules));
    }

    /// <summary>Nothing behind a rule that always matches and does not come back is ever reached.</summary>
    private static EquatableArray<ChainRule> UpToUnconditional(List<ChainRule> rules)
        => [.. rules.Take(rules.FindIndex(rule => rule is { Matches.IsEmpty: true, Verdict: Verdict.Goto }) + 1)];

    private static Chain StatesChain(string name, string comment, List<JudgeRule> all, string tail)
    {
        var rules = all
            .Where(rule => (rule.Rule.States & NotNew) != 0)
            .Select(rule => rule.ToChainRule(only: rule.Rule.States & NotNew))
            .ToList();
        rules.Add(new ChainRule([new Match.State(ConntrackStates.Established | ConntrackStates.Related)], [], new Verdict.Accept(), "its flow was allowed", Origin: null));
        rules.Add(new ChainRule([new Match.State(ConntrackStates.Invalid)], [], new Verdict.Goto(Names.Invalid), "no rule decides", Origin: null));
        rules.Add(new ChainRule([], [], new Verdict.Goto(tail), "no rule decides", Origin: null));
        return new Chain(name, Hook: null, $"{comment}, in states other than new", [.. rules]);
    }

    private static string Tail(Tier tier, Sender sender)
        => sender == Sender.Containers && NeedsTail(tier) ? TailName(tier) : Names.IngressDefault(tier.Name);

    private static bool NeedsTail(Tier tier) => tier.Ingress == Default.Allow;

    private static string TailName(Tier tier) => $"{Names.To(tier.Name, Sender.Containers, SameClass.None)}_default";

    private IEnumerable<ChainRule> TailRules(Tier tier)
    {
        foreach (var sender in policy.Tiers.Where(sender => sender.Egress == Default.Deny))
        {
            Match from = string.Equals(sender.Name, Tier.Unlabelled, StringComparison.Ordinal)
                ? new Match.SourceIn(Names.Labelled, Negated: true)
                : new Match.SourceIn(Names.TierSet(sender.Name));
            yield return new ChainRule([from], [], new Verdict.Goto(Names.EgressDefault(sender.Name)), $"from tier {sender.Name}", sender.Origin);
        }

        yield return new ChainRule([], [], new Verdict.Goto(Names.IngressDefault(tier.Name)), "both defaults allow", tier.Origin);
    }

    private static string ClassText(SameClass receivers) => receivers.Index == 0 ? "" : $" with {string.Join(", ", receivers.Values.Select(text => text.Value ?? "none"))}";

    private static string SenderText(Sender sender) => sender switch
    {
        Sender.Containers => "containers",
        Sender.World => "the world",
        Sender.Host => "the host",
    };
}
