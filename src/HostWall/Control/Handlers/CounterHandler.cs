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
        return Answer.Of(new CountersReport([.. readings.OrderBy(reading => Place(policy, reading.Name)).Select(reading => Message(policy, reading))]), ControlJson.Shapes.CountersReport);
    }

    /// <summary>As in the policy: rules in their order, each with what was over its limits, then the tiers' defaults, then all else. The kernel's order is that of the counters' making.</summary>
    private static (int Kind, int Index, int Part) Place(PolicyDocument? policy, string counter) => CounterSubject.Parse(counter) switch
    {
        CounterSubject.OfRule subject => (0, IndexOf(policy?.Rules.Select(rule => rule.Name), subject.Name), 0),
        CounterSubject.OverLimit subject => (0, IndexOf(policy?.Rules.Select(rule => rule.Name), subject.Name), 1),
        CounterSubject.IngressDefault subject => (1, IndexOf(policy?.Tiers.Select(tier => tier.Name), subject.Tier), 0),
        CounterSubject.EgressDefault subject => (1, IndexOf(policy?.Tiers.Select(tier => tier.Name), subject.Tier), 1),
        _ => (2, 0, 0),
    };

    /// <summary>Behind all others where the policy does not have it.</summary>
    private static int IndexOf(IEnumerable<string>? names, string name) => names?.ToList().IndexOf(name) is >= 0 and var index ? index : int.MaxValue;

    /// <summary>A counter may outlive its rule or tier, and stand alone then.</summary>
    private static CounterMessage Message(PolicyDocument? policy, CounterReading reading) => CounterSubject.Parse(reading.Name) switch
    {
        CounterSubject.OfRule subject => policy?.Rules.FirstOrDefault(rule => rule.Name == subject.Name) is { } rule
            ? Of("rule", rule.Name, reading, rule.Audit ? "audit" : Words.Of(rule.Action), rule.Origin.ToString()) with { Owner = rule.Owner, Ticket = rule.Ticket }
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
