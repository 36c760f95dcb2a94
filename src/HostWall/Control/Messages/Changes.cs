using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace HostWall.Control.Messages;

/// <summary>POST /v1/apply.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ApplyRequest(ImmutableArray<PolicyFileMessage> Files, string? Why = null);

/// <summary>POST /v1/rollback. Without a version: the one before the one in force.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RollbackRequest(int? Version = null, string? Why = null);

/// <summary>POST /v1/disable and /v1/enable.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SwitchRequest(string? Why = null);

/// <summary>What came of a change.</summary>
/// <param name="Changed">False where it was so already.</param>
/// <param name="Version">The version in force now; null where there never was one.</param>
/// <param name="Summary">For people.</param>
/// <param name="CutFlows">Open flows that were ended because they are no longer allowed.</param>
public sealed record ChangeReport(bool Changed, VersionMessage? Version, string Summary, int CutFlows);
