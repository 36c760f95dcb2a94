using HostWall.Core.Addressing;
using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>What came of one of a policy's tests.</summary>
/// <param name="Flow">The flow that failed it, or, of a passed test, the first that was asked about.</param>
/// <param name="Decision">The policy's answer to that flow.</param>
/// <param name="Asked">The flow for people, where it says more than the test does: which members of the tiers, or which type of ICMP; else null.</param>
public sealed record TestResult(PolicyTest Test, bool Passed, Flow Flow, Decision Decision, string? Asked);

/// <summary>Puts a policy's own tests to it. A test holds when it does for everyone who stands for its peers.</summary>
public static class PolicyTester
{
    /// <summary>One result for each test, in their order; a test about somebody whom nobody can be asks nothing and has none.</summary>
    /// <param name="now">The moment that a test is about which names none.</param>
    public static EquatableArray<TestResult> Run(PolicyDocument policy, DateTimeOffset now) => Run(policy, Population.Of([policy], running: []), now);

    internal static EquatableArray<TestResult> Run(PolicyDocument policy, Population population, DateTimeOffset now)
        => [.. policy.Tests.Select(test => Run(policy, test, population, now)).OfType<TestResult>()];

    private static TestResult? Run(PolicyDocument policy, PolicyTest test, Population population, DateTimeOffset now)
    {
        var receivers = population.Meant(policy, test.To).ToList();
        var results =
            from sender in population.Meant(policy, test.From)
            from receiver in receivers
            from port in Asked(test.Port)
            let flow = new Flow(sender, receiver, test.Port.Protocol, port, ConntrackStates.New, test.At ?? now)
            where flow.FamiliesMeet
            let decision = ReferenceEvaluator.Decide(policy, flow)
            select new TestResult(test, decision.Passes == (test.Expect == Default.Allow), flow, decision, Asked: null);
        TestResult? first = null;
        foreach (var result in results)
        {
            first ??= result;
            if (!result.Passed)
            {
                return result with { Asked = Text(policy, result.Flow) };
            }
        }

        return first;
    }

    private static string? Text(PolicyDocument policy, Flow flow)
        => flow is { From: Party.InTier { Container: not null } } or { To: Party.InTier { Container: not null } } or { Protocol: Protocol.Icmp }
            ? $"{PartyText.Of(policy, flow.From)} -> {PartyText.Of(policy, flow.To)} {new PortMatch(flow.Protocol, PortRange.Single(flow.Port))}"
            : null;

    /// <summary>One port; of ICMP as a whole, every type.</summary>
    internal static IEnumerable<ushort> Asked(PortMatch port) => port == PortMatch.Whole(Protocol.Icmp)
        ? IcmpType.All.Select(type => type.Ordinal).Append(IcmpType.Unnamed)
        : [port.Ports.First];
}
