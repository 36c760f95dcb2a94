using HostWall.Core.Addressing;
using HostWall.Core.Desired;
using HostWall.Core.Policy;
using HostWall.Core.Text;

namespace HostWall.Core.Evaluate;

/// <summary>The answer to "would it pass, and why?".</summary>
/// <param name="Flow">The new flow that was judged; where somebody stands for many, one of them.</param>
/// <param name="Decision">What the policy says of it, as if enforced.</param>
/// <param name="Enforced">False in audit mode.</param>
/// <param name="Sentences">The way there, for people: who is who, what decided, what comes of it.</param>
public sealed record Explanation(Flow Flow, Decision Decision, bool Enforced, EquatableArray<string> Sentences)
{
    /// <summary>Whether HostWall lets it through.</summary>
    public bool Passes => Decision.Passes || !Enforced;

    /// <summary>The policy line that decided; null where none did.</summary>
    public Origin? Origin => Decision.Reason switch
    {
        Reason.ByRule by => by.Rule.Origin,
        Reason.ByIngressDefault by => by.Tier.Origin,
        Reason.ByEgressDefault by => by.Tier.Origin,
        _ => null,
    };

    /// <summary>Judges a new flow. Where one side stands for many and not all pass, the answer is that for one who does not.</summary>
    /// <param name="port">One port of one protocol, or ICMP.</param>
    /// <param name="at">The moment that is asked about.</param>
    /// <returns>Null where no such flow can be: from an empty group, or from one address family to the other.</returns>
    public static Explanation? Of(DesiredState desired, Subject from, Subject to, PortMatch port, DateTimeOffset at)
    {
        var policy = desired.Policy;
        var judged = Flows(policy, from, to, port, at).Select(flow => (Flow: flow, Decision: ReferenceEvaluator.Decide(policy, flow))).ToList();
        if (judged.Count == 0)
        {
            return null;
        }

        var denied = judged.FindIndex(answer => !answer.Decision.Passes);
        var (asked, decision) = judged[Math.Max(denied, 0)];
        var enforced = policy.Settings.Mode == Mode.Enforce;
        return new Explanation(asked, decision, enforced,
        [
            ExplanationText.Who(desired, from, asked.From),
            ExplanationText.Who(desired, to, asked.To),
            ExplanationText.Decided(decision),
            .. ExplanationText.Consequences(decision, enforced),
            .. ExplanationText.Apart(from, to),
        ]);
    }

    private static IEnumerable<Flow> Flows(PolicyDocument policy, Subject senders, Subject receivers, PortMatch port, DateTimeOffset at) =>
        from sender in Parties(policy, senders)
        from receiver in Parties(policy, receivers)
        let flow = new Flow(sender, receiver, port.Protocol, port.Ports.First, ConntrackStates.New, at)
        where flow.FamiliesMeet
        select flow;

    private static EquatableArray<Party> Parties(PolicyDocument policy, Subject subject) => subject switch
    {
        Subject.Container container => [new Party.InTier(container.Bound.Tier)],
        Subject.Tier tier => [new Party.InTier(tier.Named.Name)],
        Subject.Group group => new Representatives(policy.Groups).Of(group.Named),
        Subject.Host => [new Party.Host()],
        Subject.World { Address: { } address } => [new Party.World(address)],
        _ => new Representatives(policy.Groups).World(),
    };
}
