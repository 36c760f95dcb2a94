using HostWall.Core.Addressing;
using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>Asks one policy about many pairs of parties. Which rules name a party is found once, so that a pair costs only the rules between the two.</summary>
internal sealed class ReachQuery(PolicyDocument policy, DateTimeOffset at)
{
    /// <summary>Stands for what a policy cannot name: no port matches it, only rules without ports do.</summary>
    internal const Protocol Unnamed = (Protocol)int.MaxValue;

    private readonly Dictionary<Party, bool[]> _sends = [];
    private readonly Dictionary<Party, bool[]> _receives = [];

    /// <summary>Everything that a new flow between the two may be.</summary>
    public PortSpace Open(Party from, Party to)
    {
        var (sender, receiver) = (Known(from), Known(to));
        var between = Between(sender, receiver);
        return PortSpace.Of([.. between.SelectMany(rule => rule.Ports).Distinct()], Passes);

        bool Passes(PortMatch? atom)
        {
            var flow = new Flow(sender, receiver, atom?.Protocol ?? Unnamed, atom?.Ports.First ?? 0, ConntrackStates.New, at);
            return ReferenceEvaluator.Decide(policy, between, flow).Passes;
        }
    }

    /// <summary>Containers of a tier that the policy does not have are unlabelled under it.</summary>
    private Party Known(Party party)
        => party is Party.InTier member && policy.FindTier(member.Tier) is null ? new Party.InTier(Tier.Unlabelled) : party;

    private List<Rule> Between(Party from, Party to)
    {
        var (sends, receives) = (Covering(_sends, from, rule => rule.From), Covering(_receives, to, rule => rule.To));
        var between = new List<Rule>();
        for (var i = 0; i < sends.Length; i++)
        {
            if (sends[i] && receives[i])
            {
                between.Add(policy.Rules[i]);
            }
        }

        return between;
    }

    private bool[] Covering(Dictionary<Party, bool[]> known, Party party, Func<Rule, EquatableArray<Peer>> side)
    {
        if (!known.TryGetValue(party, out var covering))
        {
            covering = [.. policy.Rules.Select(rule => ReferenceEvaluator.Covers(policy, side(rule), party))];
            known.Add(party, covering);
        }

        return covering;
    }
}
