using HostWall.Core;
using HostWall.Core.Desired;
using HostWall.Core.Inventory;
using HostWall.Core.Rules;
using HostWall.Docker;
using HostWall.Versions;

namespace HostWall.Daemon;

/// <summary>The daemon as the control socket sees it: what is so, and the one place to ask for a change.</summary>
public interface IRuntime
{
    /// <summary>The state after the last pass; a whole, never half of one.</summary>
    RuntimeState Current { get; }

    /// <summary>Queues a change and answers when it is in the kernel and on the disk, or refused. One at a time, in order.</summary>
    Task<ChangeOutcome> RequestAsync(ChangeRequest request, CancellationToken cancellation);

    /// <summary>Reads the kernel's counters of now.</summary>
    Task<EquatableArray<CounterReading>> ReadCountersAsync(CancellationToken cancellation);
}

/// <summary>What the daemon knows of itself at one moment.</summary>
/// <param name="InForce">Null until a policy was ever applied.</param>
/// <param name="Policy">The text of <paramref name="InForce"/>.</param>
/// <param name="Inventory">What the sources last said; empty until all of them have reported.</param>
/// <param name="Desired">The policy in force, bound to <paramref name="Inventory"/>.</param>
/// <param name="Applied">The rule set that was read back from the kernel; null while there is none.</param>
/// <param name="BackendReason">Why this backend: a clause for people.</param>
/// <param name="LastChange">When a version or a container last changed the kernel.</param>
/// <param name="LastDrift">The last since the start; null for none.</param>
/// <param name="Alarms">What makes the host less safe than its policy says; with one, it is not healthy.</param>
/// <param name="LogsSuppressed">Packets that the kernel's rate limit kept out of the log, since the start.</param>
/// <param name="LogsLost">Log messages of the kernel that never reached the daemon, since the start.</param>
public sealed record RuntimeState(
    VersionRecord? InForce,
    PolicyText? Policy,
    Snapshot Inventory,
    DesiredState? Desired,
    RuleSet? Applied,
    string Backend,
    string BackendReason,
    DockerConnection Docker,
    KernelState Kernel,
    PolicyOnDisk OnDisk,
    DateTimeOffset? LastChange,
    string LastChangeText,
    Drift? LastDrift,
    EquatableArray<string> Alarms,
    EquatableArray<string> Warnings,
    long LogsSuppressed,
    long LogsLost,
    DateTimeOffset Started);

/// <summary>Whether the kernel holds what the policy says.</summary>
public abstract record KernelState
{
    private KernelState()
    {
    }

    public sealed record InSync(DateTimeOffset Since) : KernelState;

    /// <summary>Changes are refused; what was in force before stays.</summary>
    public sealed record Failing(string Message, DateTimeOffset Since, int Attempts) : KernelState;

    /// <summary>Nothing has been written yet since the start.</summary>
    public sealed record NotYet(string Reason) : KernelState;

    /// <summary>Break glass: no rule of HostWall is in the kernel.</summary>
    public sealed record Disabled(DateTimeOffset Since, string Who, string Why) : KernelState;
}

/// <summary>That somebody else changed HostWall's rules in the kernel; they have been put back.</summary>
public sealed record Drift(DateTimeOffset Time, string Text);

/// <summary>How the policy in the config folder compares with the one in force.</summary>
public abstract record PolicyOnDisk
{
    private PolicyOnDisk()
    {
    }

    public sealed record Same : PolicyOnDisk;

    /// <summary>There is no policy in force to compare with.</summary>
    public sealed record NoneInForce : PolicyOnDisk;

    public sealed record Differs : PolicyOnDisk;

    public sealed record Unreadable(string Message) : PolicyOnDisk;
}

/// <summary>One counter of the kernel.</summary>
/// <param name="Name">As the rule set names it: <c>rule_NAME</c>, <c>default_ingress_TIER</c>, <c>default_egress_TIER</c>, <c>invalid</c>, <c>mid_stream</c>.</param>
/// <param name="LastMatched">When the daemon last saw it grow; null for not since the start.</param>
public sealed record CounterReading(string Name, long Packets, long Bytes, DateTimeOffset? LastMatched);
