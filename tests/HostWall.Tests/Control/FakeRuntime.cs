using HostWall.Core;
using HostWall.Core.Compile;
using HostWall.Core.Desired;
using HostWall.Core.Inventory;
using HostWall.Daemon;
using HostWall.Docker;
using HostWall.Tests.Versions;
using HostWall.Versions;

namespace HostWall.Tests.Control;

/// <summary>A daemon without a kernel: it refuses and stores as the real one does, and can be told to be in any state.</summary>
internal sealed class FakeRuntime(VersionStore versions, Snapshot inventory) : IRuntime
{
    public RuntimeState Current { get; set; } = new(
        InForce: null,
        Policy: null,
        inventory,
        Desired: null,
        Applied: null,
        "nftables",
        "the only backend of this version",
        new DockerConnection.Connected("20.10.24", Given.Now),
        new KernelState.InSync(Given.Now),
        new PolicyOnDisk.Same(),
        LastChange: null,
        LastChangeText: "",
        LastDrift: null,
        Alarms: [],
        Warnings: [],
        LogsSuppressed: 0,
        LogsLost: 0,
        Given.Now);

    public List<ChangeRequest> Requests { get; } = [];

    /// <summary>What the kernel says to the next change; null for yes.</summary>
    public string? KernelRefuses { get; set; }

    public EquatableArray<CounterReading> Counters { get; set; } = [];

    public Task<ChangeOutcome> RequestAsync(ChangeRequest request, CancellationToken cancellation)
    {
        Requests.Add(request);
        return Task.FromResult(request switch
        {
            _ when KernelRefuses is { } message => new ChangeOutcome.Failed(message),
            ChangeRequest.Apply apply when apply.Policy == Current.Policy => new ChangeOutcome.Unchanged(Current.InForce!),
            ChangeRequest.Apply apply => Apply(apply.Policy, request, new VersionCause.Apply()),
            ChangeRequest.RollBack back => RollBack(back),
            ChangeRequest.Disable => Switch(new KernelState.Disabled(Given.Now, request.Caller.Name, request.Why ?? ""), "every rule is out of the kernel"),
            _ => Switch(new KernelState.InSync(Given.Now), "the rules are back in the kernel"),
        });
    }

    public Task<EquatableArray<CounterReading>> ReadCountersAsync(CancellationToken cancellation) => Task.FromResult(Counters);

    private ChangeOutcome RollBack(ChangeRequest.RollBack back)
    {
        var number = back.Version ?? (Current.InForce?.Number - 1) ?? 0;
        return versions.Find(number) is VersionLookup.Sound { Version: var version }
            ? Apply(version.Policy, back, new VersionCause.Rollback(number))
            : new ChangeOutcome.NoSuchVersion($"there is no version {number}");
    }

    private ChangeOutcome.Done Switch(KernelState kernel, string summary)
    {
        Current = Current with { Kernel = kernel };
        return new ChangeOutcome.Done(Current.InForce, summary);
    }

    private ChangeOutcome Apply(PolicyText policy, ChangeRequest request, VersionCause cause)
    {
        switch (PolicyGate.Pass(policy, DateTimeOffset.UnixEpoch))
        {
            case PolicyGate.Refused refused:
                return new ChangeOutcome.PolicyRefused(refused.Diagnostics, refused.Text);
            case PolicyGate.TestsFailed failed:
                return new ChangeOutcome.TestsFailed(failed.Results, failed.Invariants);
            case PolicyGate.Open open:
                var desired = Binder.Bind(open.Document, Current.Inventory);
                var record = versions.Commit(versions.Stage(policy, Given.Rules("table inet hostwall\n"), new(new Who(request.Caller.Uid, request.Caller.Name), request.Why ?? "", cause)));
                Current = Current with { InForce = record, Policy = policy, Desired = desired, Applied = RuleSetCompiler.Compile(desired) };
                return new ChangeOutcome.Done(record, $"{open.Document.Rules.Count} rules");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
