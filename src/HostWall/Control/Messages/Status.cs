using System.Collections.Immutable;

namespace HostWall.Control.Messages;

/// <summary>GET /v1/status.</summary>
/// <param name="Healthy">The kernel holds what the policy says, and Docker is connected.</param>
/// <param name="Program">The daemon's own version.</param>
/// <param name="Mode"><c>enforce</c> or <c>audit</c>; null while no policy is in force.</param>
/// <param name="Version">The version in force; null for none.</param>
public sealed record StatusReport(
    bool Healthy,
    string Program,
    DateTimeOffset Started,
    string? Mode,
    BackendMessage Backend,
    VersionMessage? Version,
    OnDiskMessage OnDisk,
    DockerMessage Docker,
    KernelMessage Kernel,
    ImmutableArray<TierCountMessage> Tiers,
    LastChangeMessage? LastChange,
    DriftMessage? LastDrift,
    LogLossMessage Logs,
    ImmutableArray<string> Warnings);

public sealed record BackendMessage(string Name, string Reason);

/// <param name="State"><c>same</c>, <c>differs</c>, <c>unreadable</c>, or <c>noneInForce</c> where there is nothing to compare with.</param>
public sealed record OnDiskMessage(string State, string? Message);

/// <param name="State"><c>connected</c>, <c>disconnected</c> or <c>neverConnected</c>.</param>
public sealed record DockerMessage(string State, string? Engine, DateTimeOffset? Since, string? Why);

/// <param name="State"><c>inSync</c>, <c>failing</c>, <c>notYet</c> or <c>disabled</c>.</param>
public sealed record KernelMessage(string State, DateTimeOffset? Since, string? Message, int? Attempts, string? Who);

public sealed record TierCountMessage(string Tier, int Containers, int Addresses);

public sealed record LastChangeMessage(DateTimeOffset Time, string Text);

/// <summary>That somebody else changed HostWall's rules in the kernel; they were put back.</summary>
public sealed record DriftMessage(DateTimeOffset Time, string Text);

/// <param name="Suppressed">Packets that the kernel's rate limit kept out of the log.</param>
/// <param name="Lost">Log messages that never reached the daemon.</param>
public sealed record LogLossMessage(long Suppressed, long Lost);
