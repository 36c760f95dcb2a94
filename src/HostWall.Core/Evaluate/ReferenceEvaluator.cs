using System.Diagnostics;
using HostWall.Core.Addressing;
using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>What a policy means, in the plainest way that it can be said. It knows nothing of chains and sets: they are held against it.</summary>
/// <remarks>It sees one packet: a limit on rates or connections is never reached.</remarks>
public static class ReferenceEvaluator
{
    /// <summary>The policy's answer to a flow.</summary>
    public static Decision Decide(PolicyDocument policy, Flow flow)
        => Decide(policy, policy.Rules.Where(rule => Covers(policy, rule.From, flow.From) && Covers(policy, rule.To, flow.To)), flow);

    /// <summary>The answer, given the rules whose peers match the flow's parties, in file order.</summary>
    internal static Decision Decide(PolicyDocument policy, IEnumerable<Rule> between, Flow flow)
    {
        if (flow is { From: not Party.InTier, To: not Party.InTier })
        {
            return new Decision(RuleAction.Allow, new Reason.NotOurs());
        }

        // Without it a sender never learns that its packets are too big, and its flow hangs.
        if (flow is { State: ConntrackStates.Related, Protocol: Protocol.Icmp } && flow.Port == IcmpType.PacketTooBig.Ordinal)
        {
            return new Decision(RuleAction.Allow, new Reason.ByState(flow.State));
        }

        foreach (var rule in between)
        {
            if (!rule.Audit && RuleMeaning.Matches(policy, rule, flow))
            {
                return new Decision(rule.Action, new Reason.ByRule(rule));
            }
        }

        return flow.State switch
        {
            ConntrackStates.New or ConntrackStates.Untracked => ByDefaults(policy, flow),
            ConntrackStates.Established or ConntrackStates.Related => new Decision(RuleAction.Allow, new Reason.ByState(flow.State)),
            ConntrackStates.Invalid => new Decision(OfInvalid(policy.Settings.Invalid), new Reason.ByState(flow.State)),
            _ => throw new UnreachableException($"a flow has exactly one state, not {flow.State}"),
        };
    }

    /// <summary>Whether one of the peers stands for the party.</summary>
    internal static bool Covers(PolicyDocument policy, EquatableArray<Peer> peers, Party party)
        => peers.Any(peer => PeerMeaning.Covers(policy, peer, party));

    private static RuleAction OfInvalid(InvalidPackets invalid) => invalid switch
    {
        InvalidPackets.Drop => RuleAction.Deny,
        InvalidPackets.Allow => RuleAction.Allow,
    };

    private static Decision ByDefaults(PolicyDocument policy, Flow flow)
    {
        if (flow.To is Party.InTier to && policy.Tier(to.Tier) is { Ingress: Default.Deny } receiver)
        {
            return new Decision(RuleAction.Deny, new Reason.ByIngressDefault(receiver));
        }

        if (flow.From is Party.InTier from && policy.Tier(from.Tier) is { Egress: Default.Deny } sender)
        {
            return new Decision(RuleAction.Deny, new Reason.ByEgressDefault(sender));
        }

        return new Decision(RuleAction.Allow, new Reason.ByDefaults());
    }
}
