using HostWall.Core.Addressing;
using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>What came of one of a policy's tests.</summary>
/// <param name="Flow">The flow that failed it, or, of a passed test, the first that was asked about.</param>
/// <param name="Decision">The policy's answer to that flow.</param>
public sealed record TestResult(PolicyTest Test, bool Passed, Flow Flow, Decision Decision);

/// <summary>Puts a policy's own tests to it. A test holds when it does for everyone who stands for its peers.</summary>
public static class PolicyTester
{
    /// <summary>One result for each test, in their order; a test about an empty group asks nothing and has none.</summary>
    /// <param name="now">The moment that a test is about which names none.</param>
    public static EquatableArray<TestResult> Run(PolicyDocument policy, DateTimeOffset now)
    {
        var representatives = new Representatives(policy.Groups);
        return [.. policy.Tests.Select(test => Run(policy, test, representatives, now)).OfType<TestResult>()];
    }

    private static TestResult? Run(PolicyDocument policy, PolicyTest test, Representatives representatives, DateTimeOffset now)
    {
        var results =
            from sender in representatives.Of(test.From, policy)
            from receiver in representatives.Of(test.To, policy)
            let flow = new Flow(sender, receiver, test.Port.Protocol, test.Port.Ports.First, ConntrackStates.New, test.At ?? now)
            where flow.FamiliesMeet
            let decision = ReferenceEvaluator.Decide(policy, flow)
            select new TestResult(test, decision.Passes == (test.Expect == Default.Allow), flow, decision);
        var asked = results.ToList();
        return asked.Find(result => !result.Passed) ?? asked.FirstOrDefault();
    }
}
