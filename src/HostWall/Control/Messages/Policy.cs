using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace HostWall.Control.Messages;

/// <summary>One file of a policy: <c>policy.toml</c>, or <c>policy.d/NAME.toml</c>.</summary>
/// <param name="Path">What its author knows it by; the answers to test and explain use it, others the name. Never opened.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PolicyFileMessage(
    string Name,
    string Text,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Path = null);

/// <summary>POST /v1/plan, which needs files, and POST /v1/test, which without them is about the policy in force.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PolicyRequest(ImmutableArray<PolicyFileMessage>? Files = null);

/// <summary>What <c>hostwall check</c> and <c>hostwall test</c> print.</summary>
/// <param name="Passed">No error, no test failed, and every invariant holds.</param>
public sealed record CheckReport(
    bool Passed, ImmutableArray<DiagnosticMessage> Diagnostics, ImmutableArray<TestMessage> Tests, ImmutableArray<InvariantMessage> Invariants);

/// <summary>One of the policy's tests and what came of it.</summary>
/// <param name="Port">As the policy writes it: <c>tcp/5432</c>.</param>
/// <param name="Expect"><c>allow</c> or <c>deny</c>.</param>
/// <param name="Verdict"><c>allow</c>, <c>deny</c> or <c>reject</c>.</param>
/// <param name="DecidedBy">What decided, for people.</param>
/// <param name="Origin">The test's own line: <c>policy.toml:12</c>.</param>
/// <param name="Asked">Of a failed test the flow that failed it, where it says more than the test: which members of the tiers, which type of ICMP.</param>
public sealed record TestMessage(
    string Name,
    bool Passed,
    string From,
    string To,
    string Port,
    string Expect,
    string Verdict,
    string DecidedBy,
    string Origin,
    string? Asked);

/// <summary>One of the policy's invariants and what came of it.</summary>
/// <param name="Forbid">What it forbids, for people.</param>
/// <param name="Broken">A flow that it forbids and the policy allows, for people; null where it holds.</param>
/// <param name="Origin">The invariant's own line: <c>policy.toml:12</c>.</param>
public sealed record InvariantMessage(string Name, bool Holds, string Forbid, string? Broken, string Origin);
