using System.Collections.Immutable;

namespace HostWall.Control.Messages;

/// <summary>POST /v1/probes: what is to be sent to see whether the kernel agrees with the policy in force. The caller sends it: the daemon enters no container.</summary>
public sealed record ProbesReport(ImmutableArray<PlannedProbeMessage> Probes);

/// <summary>One probe of one of the policy's tests.</summary>
/// <param name="Test">The test's name.</param>
/// <param name="From">The container or <c>host</c>; where nothing can be sent, what the test names.</param>
/// <param name="Port">As the policy writes it: <c>tcp/5432</c>.</param>
/// <param name="Origin">The test's own line.</param>
/// <param name="Ends">Null where nothing can be sent.</param>
/// <param name="WhyNot">Why nothing can be sent; null where it can.</param>
public sealed record PlannedProbeMessage(string Test, string From, string To, string Port, string Origin, ProbeEndsMessage? Ends, string? WhyNot);

/// <param name="FromPid">A process in the sender's network namespace; 0 for the host's own.</param>
/// <param name="Protocol"><c>tcp</c>, <c>udp</c> or <c>icmp</c>.</param>
/// <param name="Port">0 for ICMP.</param>
/// <param name="Verdict">The policy's for this pair: <c>allow</c>, <c>deny</c> or <c>reject</c>.</param>
/// <param name="DecidedBy">What decided, for people.</param>
/// <param name="Passes">Whether it is to get through: in audit mode whatever the verdict is.</param>
public sealed record ProbeEndsMessage(
    string FromAddress, int FromPid, string ToAddress, int ToPid, string Protocol, int Port, string Verdict, string DecidedBy, bool Passes);

/// <summary>What <c>hostwall test --live</c> prints.</summary>
/// <param name="Passed">No test failed, every invariant holds, and no probe differs.</param>
public sealed record LiveReport(
    bool Passed, ImmutableArray<TestMessage> Tests, ImmutableArray<InvariantMessage> Invariants, ImmutableArray<ProbeResultMessage> Probes);

/// <param name="Family"><c>ipv4</c> or <c>ipv6</c>; null where nothing was sent.</param>
/// <param name="Policy">The policy's verdict for this pair; null where nothing was sent.</param>
/// <param name="Seen"><c>passes</c>, <c>dropped</c> or <c>rejected</c>; null where nothing could be seen.</param>
/// <param name="Agrees">Null where nothing could be seen: that is no agreement.</param>
/// <param name="Why">What decided, or why nothing could be seen.</param>
public sealed record ProbeResultMessage(
    string Test, string From, string To, string Port, string? Family, string? Policy, string? Seen, bool? Agrees, string Why, string Origin);
