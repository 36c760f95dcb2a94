using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace HostWall.Control.Messages;

/// <summary>POST /v1/explain: would it pass? Without files the policy in force is asked.</summary>
/// <param name="From">A container, a tier, a group, an address or a built-in name.</param>
/// <param name="Port">As a policy writes it: <c>tcp/5432</c>.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ExplainRequest(string From, string To, string Port, ImmutableArray<PolicyFileMessage>? Files = null);

/// <param name="Passes">Whether HostWall lets it through: in audit mode also what the policy denies.</param>
/// <param name="Verdict">The policy's: <c>allow</c>, <c>deny</c> or <c>reject</c>.</param>
/// <param name="Mode"><c>enforce</c> or <c>audit</c>.</param>
/// <param name="Rule">The deciding rule's name; null where a default decided.</param>
/// <param name="Origin">The deciding line: <c>policy.toml:12</c>; null for what is built in.</param>
/// <param name="DecidedBy">What decided, for people.</param>
/// <param name="Way">How it came to that, a line each.</param>
/// <param name="Version">The version that was asked; null for a policy that is not in force.</param>
public sealed record ExplainReport(
    bool Passes,
    string Verdict,
    string Mode,
    string From,
    string To,
    string Port,
    string? Rule,
    string? Origin,
    string DecidedBy,
    ImmutableArray<string> Way,
    int? Version);
