using System.Collections.Immutable;

namespace HostWall.Control.Messages;

/// <summary>POST /v1/plan: what applying the policy would change.</summary>
/// <param name="Changed">False where the same policy is in force.</param>
/// <param name="TestsPass">Whether the tests and invariants of the new policy hold.</param>
/// <param name="Warnings">Of the new policy, with the containers of now.</param>
/// <param name="Tests">Of the new policy; one that fails makes apply refuse it.</param>
/// <param name="Invariants">Of the new policy; one that does not hold makes apply refuse it.</param>
/// <param name="Mode">Null where it stays.</param>
/// <param name="Reach">Pairs that gain or lose, now or later by windows and expiries.</param>
/// <param name="Containers">Running containers whose tier or reach changes.</param>
/// <param name="CutFlows">Open flows that would be ended; null where the kernel does not tell.</param>
/// <param name="Rules">The unified diff of the rule sets; empty where they are equal.</param>
public sealed record PlanReport(
    bool Changed,
    bool TestsPass,
    ImmutableArray<DiagnosticMessage> Warnings,
    ImmutableArray<TestMessage> Tests,
    ImmutableArray<InvariantMessage> Invariants,
    ModeChangeMessage? Mode,
    ImmutableArray<ReachChangeMessage> Reach,
    ImmutableArray<ContainerChangeMessage> Containers,
    int? CutFlows,
    string Rules);

/// <param name="From">Null where no policy is in force.</param>
public sealed record ModeChangeMessage(string? From, string To);

/// <summary>What one peer may open at another, before and after.</summary>
/// <param name="Gained">Ports as <c>tcp/80,443 udp</c>, <c>all</c> or <c>none</c>.</param>
public sealed record ReachChangeMessage(string From, string To, string Gained, string Lost);

/// <param name="From">Its tier now.</param>
/// <param name="To">Its tier then; the same where only its reach changes.</param>
/// <param name="Reach">What changes for it: as <c>ReachChangeMessage</c>, one end being the container.</param>
public sealed record ContainerChangeMessage(string Name, string From, string To, ImmutableArray<ReachChangeMessage> Reach);
