using System.Collections.Immutable;

namespace HostWall.Control.Messages;

/// <summary>GET /v1/counters.</summary>
public sealed record CountersReport(ImmutableArray<CounterMessage> Counters);

/// <param name="Kind"><c>rule</c>, <c>overLimit</c> (of a rule), <c>ingressDefault</c>, <c>egressDefault</c> or <c>other</c>.</param>
/// <param name="Name">The rule's or tier's name.</param>
/// <param name="Action">What it does: <c>allow</c>, <c>deny</c> or <c>reject</c>, or <c>audit</c> for a rule that decides nothing; null for <c>other</c>.</param>
/// <param name="LastMatched">Null for not since the daemon's start.</param>
/// <param name="Owner">The rule's, as the policy has it; null for none.</param>
/// <param name="Ticket">The rule's, as the policy has it; null for none.</param>
public sealed record CounterMessage(
    string Kind, string Name, string? Action, long Packets, long Bytes, DateTimeOffset? LastMatched, string? Origin, string? Owner, string? Ticket);

/// <summary>GET /v1/names: what a shell may complete.</summary>
public sealed record NamesReport(ImmutableArray<string> Containers, ImmutableArray<string> Tiers, ImmutableArray<string> Groups, ImmutableArray<int> Versions);
