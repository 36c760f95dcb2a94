using System.Collections.Immutable;
using System.Diagnostics;
using HostWall.Control.Messages;
using HostWall.Core.Desired;
using HostWall.Daemon;
using HostWall.Docker;

namespace HostWall.Control.Handlers;

/// <summary>Health at a glance.</summary>
internal static class StatusHandler
{
    public static StatusReport Report(RuntimeState state) => new(
        Healthy: state is { Kernel: KernelState.InSync, Docker: DockerConnection.Connected, InForce: not null, Alarms.IsEmpty: true },
        Program: ProgramVersion.Text,
        state.Started,
        state.Desired is { } desired ? Words.Of(desired.Policy.Settings.Mode) : null,
        new BackendMessage(state.Backend, state.BackendReason),
        state.InForce is { } version ? VersionHandler.Message(version) : null,
        OnDisk(state.OnDisk),
        Docker(state.Docker),
        Kernel(state.Kernel),
        state.Desired is { } bound ? Tiers(bound) : [],
        state.LastChange is { } time ? new LastChangeMessage(time, state.LastChangeText) : null,
        state.LastDrift is { } drift ? new DriftMessage(drift.Time, drift.Text) : null,
        new LogLossMessage(state.LogsSuppressed, state.LogsLost),
        [.. state.Alarms, .. state.Warnings]);

    public static OnDiskMessage OnDisk(PolicyOnDisk onDisk) => onDisk switch
    {
        PolicyOnDisk.Same => new("same", null),
        PolicyOnDisk.NoneInForce => new("noneInForce", null),
        PolicyOnDisk.Differs => new("differs", null),
        PolicyOnDisk.Unreadable unreadable => new("unreadable", unreadable.Message),
        _ => throw new UnreachableException($"no state {onDisk}"),
    };

    private static DockerMessage Docker(DockerConnection docker) => docker switch
    {
        DockerConnection.Connected connected => new("connected", connected.EngineVersion, connected.Since, null),
        DockerConnection.Disconnected gone => new("disconnected", null, gone.Since, gone.Why),
        DockerConnection.NeverConnected never => new("neverConnected", null, never.Since, never.Why),
        _ => throw new UnreachableException($"no state {docker}"),
    };

    private static KernelMessage Kernel(KernelState kernel) => kernel switch
    {
        KernelState.InSync inSync => new("inSync", inSync.Since, null, null, null),
        KernelState.Failing failing => new("failing", failing.Since, failing.Message, failing.Attempts, null),
        KernelState.NotYet notYet => new("notYet", null, notYet.Reason, null, null),
        KernelState.Disabled disabled => new("disabled", disabled.Since, disabled.Why, null, disabled.Who),
        _ => throw new UnreachableException($"no state {kernel}"),
    };

    private static ImmutableArray<TierCountMessage> Tiers(DesiredState desired) =>
    [
        .. desired.Policy.Tiers.Select(tier => new TierCountMessage(
            tier.Name,
            desired.Containers.Count(bound => bound.Tier == tier.Name),
            desired.Members.Count(member => member.Tier == tier.Name))),
    ];
}
