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
        var judged = Flows(desired, from, to, port, at).Select(flow => (Flow: flow, Decision: ReferenceEvaluator.Decide(policy, flow))).ToList();
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
            .. ExplanationText.Asked(port, asked),
            .. NearMisses.Of(policy, asked, decision),
            ExplanationText.Decided(decision),
            .. ExplanationText.Limits(decision),
            .. ExplanationText.ByPublishedPort(policy, asked, decision),
            .. ExplanationText.Consequences(decision, enforced),
            .. ExplanationText.Discovery(asked),
            .. ExplanationText.Apart(from, to),
        ]);
    }

    private static IEnumerable<Flow> Flows(DesiredState desired, Subject senders, Subject receivers, PortMatch port, DateTimeOffset at)
    {
        var population = Population.Of([desired.Policy], desired.Containers, port);
        var to = Meant(desired.Policy, population, receivers).ToList();
        var pairs = Meant(desired.Policy, population, senders).SelectMany(_ => to, (sender, receiver) => (From: sender, To: receiver)).ToList();
        return
            from pair in senders is Subject.Container && receivers is Subject.Container ? OnCommonNetworks(pairs) : pairs
            from asked in PolicyTester.Asked(port)
            let flow = new Flow(pair.From, pair.To, port.Protocol, asked, ConntrackStates.New, at)
            where flow.FamiliesMeet
            select flow;
    }

    /// <summary>Two containers meet where both are, if there is such a network.</summary>
    private static List<(Party From, Party To)> OnCommonNetworks(List<(Party From, Party To)> pairs)
        => pairs.FindAll(pair => pair is { From: Party.InTier { Network: { } network }, To: Party.InTier to } && network == to.Network) is { Count: > 0 } common ? common : pairs;

    private static IEnumerable<Party> Meant(PolicyDocument policy, Population population, Subject subject) => subject switch
    {
        Subject.Container { Address: { } address } container => Parties.Of(container.Bound, address),
        Subject.Container container => Parties.Of(container.Bound),
        Subject.Tier tier => population.In(tier.Named.Name),
        Subject.Group group => population.In(group.Named),
        Subject.Host => [new Party.Host()],
        Subject.World { Address: { } address } => ByEveryLink(policy, address),
        _ => population.World(),
    };

    /// <summary>An address does not say by which link its packets come.</summary>
    private static IEnumerable<Party> ByEveryLink(PolicyDocument policy, Address address)
        => policy.Groups.SelectMany(group => group.Interfaces).Distinct(StringComparer.Ordinal).Prepend(null).Select(link => new Party.World(address, link));
}
