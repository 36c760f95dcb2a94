using HostWall.Core.Rules;

namespace HostWall.Core.Evaluate;

/// <summary>What a rule set does to a packet at one hook, and by which rules.</summary>
/// <param name="Trace">Every rule whose matches all held, in the order they were met.</param>
public sealed record PacketOutcome(Fate Fate, EquatableArray<TraceStep> Trace);

/// <summary>What has become of a packet when all base chains of a hook are done with it.</summary>
public enum Fate
{
    Passed,
    Dropped,
    Rejected,
}

/// <summary>A rule that a packet matched, and the chain it stands in.</summary>
public sealed record TraceStep(string Chain, ChainRule Rule);
