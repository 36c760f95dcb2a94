using HostWall.Core;
using HostWall.Core.Compile;
using HostWall.Core.Desired;
using HostWall.Core.Inventory;
using HostWall.Core.Policy;
using HostWall.Core.Rules;
using HostWall.Kernel;
using HostWall.Versions;

namespace HostWall.Daemon;

/// <summary>One pass: bind, compile, apply, tell. And its counterpart: read the kernel back, and mend what differs.</summary>
public sealed partial class Reconciler
{
    /// <summary>Brings the kernel to what the policy in force means for the snapshot of now. Failures end here: logged once, counted, retried.</summary>
    private async Task PassAsync(JournalKind kind, string why, CancellationToken cancellation)
    {
        // Before the first snapshot only the closed rules of this start may be put back; rules of an earlier run know more than we do.
        if (_policy is not { } policy || (_snapshot ?? (_current.Applied is null ? null : Closed)) is not { } snapshot)
        {
            return;
        }

        var desired = Binder.Bind(policy.Document, snapshot);
        WarnOf(desired);
        if (_disabling is not null)
        {
            _cutter.Note(_current.Desired, desired, changed: false);
            _current = _current with { Inventory = snapshot, Desired = desired, Warnings = Warnings(desired) };
            return;
        }

        try
        {
            await ApplyAsync(desired, kind, why, cancellation);

            // A bridge that is made anew while Docker is away is still the one it was; only Docker itself can claim its name.
            var ofDocker = snapshot.Networks.Select(network => network.Bridge);
            _foreign.Remember([.. _foreign.Names.Except(ofDocker).Union(desired.ForeignBridges).Order(StringComparer.Ordinal)]);
        }
        catch (DataplaneException failure)
        {
            Failed(failure);
        }
        catch (StateFailedException failure)
        {
            _log.StateFailed(failure.Message);
        }
    }

    /// <exception cref="DataplaneException">The kernel refused.</exception>
    private async Task ApplyAsync(DesiredState desired, JournalKind kind, string why, CancellationToken cancellation)
    {
        var before = _current.Desired;
        var ruleSet = RuleSetCompiler.Compile(desired);
        await CloseDepartedAsync(before, desired, ruleSet, kind, cancellation);
        var change = await _dataplane.ApplyAsync(ruleSet, cancellation);
        _cutter.Note(before, desired, changed: change is not Change.None);
        InSync(desired, ruleSet);
        switch (change)
        {
            case Change.None:
                return;
            case Change.OfElements elements:
                var changes = MembershipText.Between(before, desired, elements);
                _log.MembershipChanged(string.Join("; ", changes), elements.Added.Count, elements.Removed.Count);
                RecordOwn(kind, why, changes, elements.Added.Count, elements.Removed.Count);
                break;
            case Change.OfLayout(var generation):
                _log.RulesLoaded(generation, why);
                RecordOwn(kind, why, [$"generation {generation}"], ruleSet.Elements.Count, 0);
                break;
        }

        _nextRead = Now + ReadAfterChange;
    }

    /// <summary>
    /// A generation takes a hundred times as long as a few elements. Addresses that have lost their owner do not wait for it: Docker may give them to
    /// somebody else meanwhile.
    /// </summary>
    /// <exception cref="DataplaneException">The kernel refused.</exception>
    private async Task CloseDepartedAsync(DesiredState? before, DesiredState after, RuleSet target, JournalKind kind, CancellationToken cancellation)
    {
        if (before is null || _current is not { Applied: { } applied, Kernel: KernelState.InSync } || applied.Layout == target.Layout)
        {
            return;
        }

        var departed = Departures.Between(before, after).ToHashSet();
        if (departed.Count > 0 && await _dataplane.ApplyAsync(applied.Without(departed), cancellation) is Change.OfElements closed)
        {
            RecordOwn(kind, "their owners are gone", [$"addresses closed: {string.Join(", ", departed)}"], 0, closed.Removed.Count);
        }
    }

    /// <summary>Records what the daemon did by itself. An operator's change is recorded under the operator's name, once it is whole.</summary>
    private void RecordOwn(JournalKind kind, string why, EquatableArray<string> what, int added, int removed)
    {
        if (kind is not (JournalKind.Policy or JournalKind.Enable))
        {
            Record(kind, Daemon, why, what, added, removed, durable: false);
        }
    }

    private void InSync(DesiredState desired, RuleSet ruleSet)
    {
        _nextRetry = null;
        _current = _current with
        {
            Inventory = _snapshot ?? Snapshot.Empty,
            Desired = desired,
            Applied = ruleSet,
            Kernel = _current.Kernel is KernelState.InSync still ? still : new KernelState.InSync(_time.GetUtcNow()),
            Alarms = Alarms(desired),
            Warnings = Warnings(desired),
        };
    }

    /// <summary>What makes the host less safe than its policy, although the kernel holds all that was compiled.</summary>
    private EquatableArray<string> Alarms(DesiredState desired)
    {
        IEnumerable<Network> unfiltered = desired.Policy.Settings.Mode == Mode.Audit
            ? []
            : (_snapshot ?? Snapshot.Empty).Networks.Where(network => !desired.FilteredBridges.Contains(network.Bridge));
        return
        [
            .. new[] { _fallback, _cutter.Failure }.OfType<string>(),
            .. unfiltered.Select(network
                => $"bridge {network.Bridge} of network {network.Name} is not seen to be filtered by br_netfilter: between its containers {_dataplane.UnfilteredBridgeText}"),
        ];
    }

    private void Failed(DataplaneException failure)
    {
        var now = _time.GetUtcNow();
        var attempts = _current.Kernel is KernelState.Failing before ? before.Attempts + 1 : 1;
        var since = _current.Kernel is KernelState.Failing still ? still.Since : now;
        var delay = TimeSpan.FromTicks(Math.Min(LastRetry.Ticks, FirstRetry.Ticks << Math.Min(attempts - 1, 20)));
        _nextRetry = Now + delay;
        _current = _current with { Kernel = new KernelState.Failing(failure.Message, since, attempts) };
        _log.PassFailed(failure.Message, delay);
    }

    /// <summary>Reads the kernel back and mends what somebody else changed.</summary>
    /// <exception cref="DataplaneException">The kernel or the tool did not answer.</exception>
    private async Task<EquatableArray<CounterReading>> ReadKernelAsync(CancellationToken cancellation)
    {
        var began = Now;
        _nextRead = began + ReadPeriod;
        _current = _current with { OnDisk = CompareWithDisk(), LogsLost = _settings.LogsLost() };
        var reading = await _dataplane.ReadAsync(cancellation);
        _nextRead = Now + TimeSpan.FromTicks(Math.Clamp((Now - began).Ticks * ReadShare, ReadPeriod.Ticks, LongestReadPeriod.Ticks));
        _current = _current with { LogsSuppressed = LogCounters.Suppressed(reading.Counters) };
        if (_policy is { } policy && _disabling is null && _snapshot is null && _current.Applied is null && _nextRetry is null)
        {
            await CloseAsync(policy, cancellation);
        }

        if (reading.Drift is { } drift && _current is { Applied: not null, Kernel: KernelState.InSync })
        {
            _current = _current with { LastDrift = new Drift(_time.GetUtcNow(), drift) };
            _log.DriftFound(drift);
            await PassAsync(JournalKind.Repair, drift, cancellation);
        }

        return _counters.Update(reading.Counters);
    }

    /// <summary>A kernel that cannot be read may hold anything: the next pass, which is tried again until it succeeds, finds out.</summary>
    private async Task TryReadKernelAsync(CancellationToken cancellation)
    {
        try
        {
            await ReadKernelAsync(cancellation);
        }
        catch (DataplaneException failure) when (_current.Kernel is KernelState.InSync)
        {
            Failed(failure);
        }
        catch (DataplaneException failure)
        {
            _log.ReadingFailed(failure.Message);
        }
    }

    private PolicyOnDisk CompareWithDisk()
    {
        try
        {
            return _policy is null ? new PolicyOnDisk.NoneInForce()
                : PolicyText.ReadFolder(_settings.ConfigFolder) == _policy.Text ? new PolicyOnDisk.Same()
                : new PolicyOnDisk.Differs();
        }
        catch (PolicyUnreadableException failure)
        {
            return new PolicyOnDisk.Unreadable(failure.Message);
        }
    }

    private EquatableArray<string> Warnings(DesiredState desired) =>
    [
        .. _policy?.Warnings ?? [],
        .. _snapshot is null ? [] : Core.Evaluate.InventoryWarnings.Of(desired).Select(Core.Text.DiagnosticText.Note),
        .. _versions.Findings.Select(finding => finding.ToString()),
        .. desired.Containers.Where(bound => bound.Reason.Warning is not null).Select(bound => $"{bound.Container.Name}: {bound.Reason.Warning}"),
    ];

    /// <summary>Each container's warning is logged when it comes up, not at every pass.</summary>
    private void WarnOf(DesiredState desired)
    {
        var known = (_current.Desired?.Containers ?? []).ToHashSet();
        foreach (var bound in desired.Containers.Where(bound => bound.Reason.Warning is not null && !known.Contains(bound)))
        {
            _log.ContainerWarning(bound.Container.Name, bound.Reason.Warning!);
        }
    }

    private void Record(JournalKind kind, Who who, string why, EquatableArray<string> what, int added, int removed, bool durable)
    {
        var now = _time.GetUtcNow();
        _current = _current with { LastChange = now, LastChangeText = what.IsEmpty ? why : string.Join("; ", what) };
        try
        {
            _journal.Append(new JournalEntry(now, kind, _policy?.Record?.Number, who, why, what, added, removed), durable);
        }
        catch (StateFailedException failure)
        {
            // The kernel has changed already; a full disk must not keep the rules from following the containers.
            _log.StateFailed(failure.Message);
        }
    }
}
