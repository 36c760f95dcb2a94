using System.Diagnostics;
using HostWall.Core.Rules;

namespace HostWall.Core.Evaluate;

/// <summary>Interprets a rule set as the kernel would, with log limits never reached.</summary>
public sealed class RuleSetEvaluator(RuleSet ruleSet)
{
    /// <summary>The kernel refuses deeper nesting (NFT_JUMP_STACK_SIZE).</summary>
    private const int JumpDepth = 16;

    private readonly RuleSetIndex _index = new(ruleSet);

    /// <summary>Walks the base chains of the packet's hook, in the order of the list; one that accepts hands over to the next.</summary>
    public PacketOutcome Decide(Packet packet)
    {
        var trace = new List<TraceStep>();
        foreach (var chain in ruleSet.Layout.Chains)
        {
            if (chain.Hook == packet.Hook && Walk(chain, packet, trace, depth: 0) is { } end and not Verdict.Accept)
            {
                return new PacketOutcome(end is Verdict.Reject ? Fate.Rejected : Fate.Dropped, [.. trace]);
            }
        }

        return new PacketOutcome(Fate.Passed, [.. trace]);
    }

    /// <summary>Walks a chain and those it goes to; null when the end is reached without a verdict, which returns to whoever jumped.</summary>
    private Verdict? Walk(Chain start, Packet packet, List<TraceStep> trace, int depth)
    {
        if (depth > JumpDepth)
        {
            throw new UnreachableException($"more than {JumpDepth} jumps deep at chain {start.Name}");
        }

        var chain = start;
        for (var hops = 0; hops <= ruleSet.Layout.Chains.Count; hops++)
        {
            switch (WalkRules(chain, packet, trace, depth))
            {
                case Step.Final final:
                    return final.Verdict;
                case Step.On on:
                    chain = _index.Chain(on.Chain);
                    break;
                case Step.Back or null:
                    return null;
            }
        }

        throw new UnreachableException($"the gotos of chain {start.Name} run in a circle");
    }

    private Step? WalkRules(Chain chain, Packet packet, List<TraceStep> trace, int depth)
    {
        foreach (var rule in chain.Rules)
        {
            if (!rule.Matches.All(match => PacketMatcher.Holds(_index, match, packet)))
            {
                continue;
            }

            trace.Add(new TraceStep(chain.Name, rule));
            if (Follow(rule.Verdict, packet, trace, depth) is { } step)
            {
                return step;
            }
        }

        return null;
    }

    /// <summary>Null where the next rule is due.</summary>
    private Step? Follow(Verdict verdict, Packet packet, List<TraceStep> trace, int depth) => verdict switch
    {
        Verdict.Continue => null,
        Verdict.Return => new Step.Back(),
        Verdict.Accept or Verdict.Drop or Verdict.Reject => new Step.Final(verdict),
        Verdict.Jump jump => Walk(_index.Chain(jump.Chain), packet, trace, depth + 1) is { } end ? new Step.Final(end) : null,
        Verdict.Goto to => new Step.On(to.Chain),
        Verdict.Dispatch dispatch => _index.ChainFor(dispatch.Map, packet) is { } chain ? new Step.On(chain) : null,
        _ => throw new UnreachableException($"no verdict {verdict}"),
    };

    /// <summary>How a chain is left before its end.</summary>
    private abstract record Step
    {
        private Step()
        {
        }

        public sealed record Final(Verdict Verdict) : Step;

        public sealed record On(string Chain) : Step;

        public sealed record Back : Step;
    }
}
