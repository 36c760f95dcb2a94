using System.Diagnostics;
using System.Globalization;
using HostWall.Core.Addressing;
using HostWall.Core.Desired;
using HostWall.Core.Inventory;
using HostWall.Core.Policy;
using HostWall.Core.Text;

namespace HostWall.Core.Evaluate;

/// <summary>The sentences of an <see cref="Explanation"/>.</summary>
internal static class ExplanationText
{
    /// <summary>Who somebody is, and why.</summary>
    public static string Who(DesiredState desired, Subject subject, Party party) => subject switch
    {
        Subject.Container { Address: { } address } asked => $"{address} is container {asked.Bound.Container.Name}, {TierOf(asked.Bound)}",
        Subject.Container asked => $"{asked.Bound.Container.Name} is a container, {TierOf(asked.Bound)}, {Attachments(asked.Bound.Container)}",
        Subject.Tier tier => $"{tier.Named.Name} is a tier; {Members(desired, tier.Named)}{Example(desired.Policy, party)}",
        Subject.Group group => $"{group.Named.Name} is a group{StandsFor(party)}",
        Subject.Host { Address: { } address } => $"{address} is an address of this host",
        Subject.Host => "host is this host itself",
        Subject.World { Address: { } address } => $"{address} is outside, no container's address and not this host's{Groups(desired.Policy, party)}",
        Subject.World => $"world is every address outside{StandsFor(party)}",
        _ => throw new UnreachableException($"no subject {subject}"),
    };

    /// <summary>What decided.</summary>
    public static string Decided(Decision decision) => decision.Reason switch
    {
        Reason.ByRule by => $"rule {by.Rule.Name} {Verb(decision.Action)} it ({by.Rule.Origin}{(by.Rule.Responsibility.Length == 0 ? "" : $"; {by.Rule.Responsibility}")})",
        Reason.ByIngressDefault by => $"no rule decides it, and tier {by.Tier.Name} denies ingress by default{Place(by.Tier.Origin)}",
        Reason.ByEgressDefault by => $"no rule decides it, and tier {by.Tier.Name} denies egress by default{Place(by.Tier.Origin)}",
        Reason.ByDefaults => "no rule decides it, and the defaults of both sides allow it",
        Reason.ByState { State: ConntrackStates.Invalid } => "no rule decides it, and packets that conntrack calls invalid are for the settings to decide",
        Reason.ByState => "no rule decides it, and packets of flows that were let through pass",
        Reason.NotOurs => "neither side is a container: it is not HostWall's to judge",
        var reason => throw new UnreachableException($"no reason {reason}"),
    };

    /// <summary>Which type of ICMP it is about, where it was asked about all.</summary>
    public static IEnumerable<string> Asked(PortMatch port, Flow flow)
        => port == PortMatch.Whole(Protocol.Icmp) && flow.Port != IcmpType.EchoRequest.Ordinal
            ? [$"asked about every type of ICMP; the answer is that for {new PortMatch(Protocol.Icmp, PortRange.Single(flow.Port))}"]
            : [];

    /// <summary>Says where a client that asks for a published port of the host fares otherwise.</summary>
    public static IEnumerable<string> ByPublishedPort(PolicyDocument policy, Flow flow, Decision straight)
    {
        var published = flow.To is Party.InTier { Container: { } container } && policy.Rules.Any(rule => !rule.HostPorts.IsEmpty)
            ? container.Published.Where(port => port.Protocol == flow.Protocol && port.ContainerPort == flow.Port).Select(port => port.HostPort).Distinct()
            : [];
        return from port in published
               let byPort = ReferenceEvaluator.Decide(policy, flow with { HostPort = port })
               where byPort != straight
               select string.Create(CultureInfo.InvariantCulture, $"by the published port {port} of the host: {Decided(byPort)}");
    }

    /// <summary>Limits depend on what else goes on: which flow is over them nobody can say beforehand.</summary>
    public static IEnumerable<string> Limits(Decision decision)
        => decision.Reason is Reason.ByRule { Rule: var rule } && LimitText.Of(rule).ToList() is { Count: > 0 } limits
            ? [$"the rule denies what is over its limits, which are taken as not reached: {string.Join(", ", limits)}"]
            : [];

    /// <summary>What comes of the decision.</summary>
    public static IEnumerable<string> Consequences(Decision decision, bool enforced) => decision switch
    {
        { Reason: Reason.NotOurs } => [],
        { Passes: true } => ["an allowed flow goes on to Docker's own rules, which may still drop it"],
        _ when enforced => [],
        _ => ["it would be denied, but mode is audit: it is counted and logged, and goes on to Docker's own rules"],
    };

    /// <summary>What no policy is asked about.</summary>
    public static IEnumerable<string> Discovery(Flow flow)
        => flow.Protocol == Protocol.Icmp && IcmpType.In(PortRange.Single(flow.Port)).Any(type => type.Name is "nd-router-solicit" or "nd-neighbor-solicit" or "nd-neighbor-advert")
            ? ["neighbour discovery itself passes all the same, from hop to hop: without it IPv6 does not work at all"]
            : [];

    /// <summary>Says so where Docker gives two containers no way to each other.</summary>
    public static IEnumerable<string> Apart(Subject from, Subject to)
    {
        if (from is Subject.Container sender && to is Subject.Container receiver
            && !Bridges(sender).Intersect(Bridges(receiver), StringComparer.Ordinal).Any())
        {
            yield return "Docker itself keeps them apart: they share no network";
        }
    }

    private static IEnumerable<string> Bridges(Subject.Container asked) => asked.Bound.Container.Endpoints.Select(endpoint => endpoint.Bridge);

    private static string TierOf(BoundContainer bound) => $"tier {bound.Tier} ({bound.Reason.Text})";

    private static string Attachments(Container container) => container.Endpoints.IsEmpty
        ? "on no Docker bridge network: HostWall does not see its traffic"
        : $"at {string.Join(", ", container.Endpoints.Select(endpoint => $"{string.Join(" and ", endpoint.Addresses)} on {endpoint.NetworkName}"))}";

    private static string Members(DesiredState desired, Tier tier)
        => desired.Containers.Count(bound => string.Equals(bound.Tier, tier.Name, StringComparison.Ordinal)) switch
        {
            0 => "no container is in it",
            1 => "1 container is in it",
            var count => string.Create(CultureInfo.InvariantCulture, $"{count} containers are in it"),
        };

    private static string StandsFor(Party party) => party is Party.World outside ? $"; {outside.Address}{PartyText.ByLink(outside)} stands for it" : "";

    /// <summary>Which member was asked about, where the policy tells members apart.</summary>
    private static string Example(PolicyDocument policy, Party party) => party is Party.InTier { Container: not null } ? $"; asked about a {PartyText.Of(policy, party)}" : "";

    private static string Groups(PolicyDocument policy, Party party)
    {
        if (party is not Party.World outside)
        {
            return "";
        }

        var names = PartyText.Groups(policy, outside).ToList();
        return PartyText.ByLink(outside) + (names.Count == 0 ? "" : $", in {(names.Count == 1 ? "group" : "groups")} {string.Join(", ", names)}");
    }

    private static string Verb(RuleAction action) => action switch
    {
        RuleAction.Allow => "allows",
        RuleAction.Deny => "denies",
        RuleAction.Reject => "rejects",
    };

    private static string Place(Origin? origin) => origin is { } line ? $" ({line})" : "";
}
