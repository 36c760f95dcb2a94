using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace HostWall.Control.Messages;

/// <summary>A version's record.</summary>
/// <param name="From"><c>apply</c>, <c>rollback to N</c> or <c>boot</c>.</param>
/// <param name="Policy">The SHA-256 of the policy.</param>
/// <param name="Rules">The SHA-256 of the rule set as it was rendered.</param>
/// <param name="Previous">The SHA-256 of the record before; null for the first.</param>
/// <param name="Changed">
/// In the history only: what it changed in the policy, held against the version before: <c>new</c>, <c>as version N</c> or
/// <c>+3 -1 lines</c>; <c>cannot be told</c> where one of the two is damaged.
/// </param>
public sealed record VersionMessage(
    int Number,
    DateTimeOffset Time,
    string Who,
    long Uid,
    string Why,
    string From,
    string Policy,
    string Backend,
    string Rules,
    string? Previous,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Changed = null);

/// <summary>GET /v1/history.</summary>
/// <param name="InForce">The number of the version in force; null for none.</param>
/// <param name="Versions">Newest first.</param>
/// <param name="Verified">True where <c>?verify=true</c> asked for every version to be read and compared with its record.</param>
/// <param name="Findings">What is missing or altered.</param>
public sealed record HistoryReport(
    int? InForce,
    string OnDisk,
    ImmutableArray<VersionMessage> Versions,
    bool Verified,
    ImmutableArray<FindingMessage> Findings);

/// <param name="Kind">As <c>recordAltered</c>.</param>
public sealed record FindingMessage(int Version, string Kind, string Text);

/// <summary>GET /v1/version?number=N; without a number, the version in force.</summary>
/// <param name="Rules">The rule set as it was rendered then.</param>
public sealed record VersionReport(VersionMessage Version, bool InForce, ImmutableArray<PolicyFileMessage> Policy, string Rules);

/// <summary>GET /v1/diff?a=N&amp;b=N&amp;rules=true.</summary>
/// <param name="Diff">Unified; empty where both are equal.</param>
public sealed record DiffReport(int A, int B, bool Rules, string Diff);
