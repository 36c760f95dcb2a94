using System.Diagnostics;
using HostWall.Control.Messages;
using HostWall.Core.Policy;
using HostWall.Core.Rules;
using HostWall.Daemon;

namespace HostWall.Control.Handlers;

/// <summary>The kernel's counters under the names that the policy gives.</summary>
internal static class CounterHandler
{
    public static async Task<Answer> CountersAsync(IRuntime runtime, CancellationToken cancellation)
    {
        var policy = runtime.Current.Desired?.Policy;
        var readings = await runtime.ReadCountersAsync(cancellation);
        return Answer.Of(new CountersReport([.. readings.Select(reading => Message(policy, reading))]), ControlJson.Shapes.CountersReport);
    }

    /// <summary>A counter may outlive its rule or tier, and stand alone then.</summary>
    private static CounterMessage Message(PolicyDocument? policy, CounterReading reading) => CounterSubject.Parse(reading.Name) switch
    {
        CounterSubject.OfRule subject => policy?.Rules.FirstOrDefault(rule => rule.Name == subject.Name) is { } rule
            ? Of("rule", rule.Name, reading, Words.Of(rule.Action), rule.Origin.ToString()) with { Owner = rule.Owner, Ticket = rule.Ticket }
            : Of("rule", subject.Name, reading),
        CounterSubject.OverLimit subject => policy?.Rules.FirstOrDefault(rule => rule.Name == subject.Name) is { } rule
            ? Of("overLimit", rule.Name, reading, Words.Of(Core.Policy.RuleAction.Deny), rule.Origin.ToString()) with { Owner = rule.Owner, Ticket = rule.Ticket }
            : Of("overLimit", subject.Name, reading),
        CounterSubject.IngressDefault subject => Find(policy, subject.Tier) is { } tier
            ? Of("ingressDefault", tier.Name, reading, Words.Of(tier.Ingress), tier.Origin?.ToString())
            : Of("ingressDefault", subject.Tier, reading),
        CounterSubject.EgressDefault subject => Find(policy, subject.Tier) is { } tier
            ? Of("egressDefault", tier.Name, reading, Words.Of(tier.Egress), tier.Origin?.ToString())
            : Of("egressDefault", subject.Tier, reading),
        CounterSubject.Other subject => Of("other", subject.Name, reading),
        var subject => throw new UnreachableException($"no subject {subject}"),
    };

    private static Tier? Find(PolicyDocument? policy, string name) => policy?.Tiers.FirstOrDefault(tier => tier.Name == name);

    private static CounterMessage Of(string kind, string name, CounterReading reading, string? action = null, string? origin = null)
        => new(kind, name, action, reading.Packets, reading.Bytes, reading.LastMatched, origin, Owner: null, Ticket: null);
}
