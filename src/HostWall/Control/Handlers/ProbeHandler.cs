using HostWall.Control.Messages;
using HostWall.Core.Addressing;
using HostWall.Core.Desired;
using HostWall.Core.Evaluate;
using HostWall.Daemon;
using HostWall.Docker;

namespace HostWall.Control.Handlers;

/// <summary>What to send to see whether the kernel does what the policy in force says.</summary>
internal sealed class ProbeHandler(IRuntime runtime, IContainerProcesses processes, TimeProvider time)
{
    public async Task<Answer> ProbesAsync(Call call, CancellationToken cancellation)
    {
        var state = runtime.Current;
        if (state.Desired is not { } desired || state.Policy is null)
        {
            return Answer.Refuse(RefusalKind.NotFound, "no policy is in force yet; apply one first");
        }

        if (call.Read(ControlJson.Shapes.PolicyRequest).Files is { } files && PolicyFiles.Read(files) != state.Policy)
        {
            return Answer.Refuse(RefusalKind.BadRequest, "that policy is not in force: probes show what the kernel does now; apply it first, or ask without a file");
        }

        return state.Kernel is KernelState.Disabled
            ? Answer.Refuse(RefusalKind.BadRequest, "HostWall is disabled: the kernel holds none of its rules, so that there is nothing to probe")
            : await ReportAsync(desired, cancellation);
    }

    private async Task<Answer> ReportAsync(DesiredState desired, CancellationToken cancellation)
    {
        var probes = LiveProbes.Of(desired, time.GetUtcNow());
        var containers = probes.OfType<LiveProbe.Sent>().SelectMany(probe => new[] { probe.From.ContainerId, probe.To.ContainerId }).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        try
        {
            var pids = await processes.PidsAsync(containers, cancellation);
            return Answer.Of(new ProbesReport([.. probes.Select(probe => Message(probe, pids))]), ControlJson.Shapes.ProbesReport);
        }
        catch (EngineException failure)
        {
            return Answer.Refuse(RefusalKind.Failed, $"Docker does not tell where its containers run: {failure.Message}");
        }
    }

    private static PlannedProbeMessage Message(LiveProbe probe, IReadOnlyDictionary<string, int> pids) => probe switch
    {
        LiveProbe.Unsent unsent => Unsent(probe, probe.Test.From.Name, probe.Test.To.Name, unsent.Why),
        LiveProbe.Sent sent when PidOf(sent.From, pids) is { } from && PidOf(sent.To, pids) is { } to => new PlannedProbeMessage(
            sent.Test.Name,
            sent.From.Name,
            sent.To.Name,
            sent.Test.Port.ToString(),
            sent.Test.Origin.ToString(),
            Ends(sent, from, to),
            WhyNot: null),
        LiveProbe.Sent sent => Unsent(probe, sent.From.Name, sent.To.Name, "one of them runs no more"),
        _ => throw new System.Diagnostics.UnreachableException($"no probe {probe}"),
    };

    private static PlannedProbeMessage Unsent(LiveProbe probe, string from, string to, string why)
        => new(probe.Test.Name, from, to, probe.Test.Port.ToString(), probe.Test.Origin.ToString(), Ends: null, why);

    private static ProbeEndsMessage Ends(LiveProbe.Sent sent, int from, int to) => new(
        sent.From.Address.ToString(),
        from,
        sent.To.Address.ToString(),
        to,
        new PortMatch(sent.Test.Port.Protocol, PortRange.All).ToString(),
        sent.Test.Port.Protocol == Protocol.Icmp ? 0 : sent.Test.Port.Ports.First,
        Words.Of(sent.Decision.Action),
        Words.Of(sent.Decision.Reason),
        sent.Passes);

    /// <summary>The host is where the daemon is, wherever the command is typed.</summary>
    private static int? PidOf(ProbeEnd end, IReadOnlyDictionary<string, int> pids)
        => end.ContainerId is not { } container ? Environment.ProcessId : pids.TryGetValue(container, out var pid) ? pid : null;
}
