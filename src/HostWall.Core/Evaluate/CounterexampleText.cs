using System.Diagnostics;
using System.Globalization;
using HostWall.Core.Addressing;
using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>A flow that should not be, for people: <c>container of tier web with label env=prod -> container of tier db tcp/5432, allowed by rule x (policy.toml:12)</c>.</summary>
internal static class CounterexampleText
{
    public static string Of(PolicyDocument policy, Flow flow, PortMatch? port, Decision decision, DateTimeOffset now)
        => $"{PartyText.Of(policy, flow.From)} -> {PartyText.Of(policy, flow.To)} {port?.ToString() ?? "by another protocol"}{ByHostPort(flow)}{At(flow, now)}, allowed by {By(decision)}";

    private static string ByHostPort(Flow flow) => flow.HostPort is { } port ? string.Create(CultureInfo.InvariantCulture, $" by port {port} of the host") : "";

    private static string At(Flow flow, DateTimeOffset now)
        => flow.At == now ? "" : $" from {MomentText.Of(flow.At)} on";

    private static string By(Decision decision) => decision.Reason switch
    {
        Reason.ByRule by => $"rule {by.Rule.Name} ({by.Rule.Origin})",
        Reason.ByDefaults => "the defaults of both sides",
        var reason => throw new UnreachableException($"a new flow is not allowed by {reason}"),
    };
}
