using HostWall.Core.Compile;
using HostWall.Core.Desired;
using HostWall.Core.Inventory;
using HostWall.Core.Policy;
using HostWall.Kernel;
using HostWall.Versions;

namespace HostWall.Daemon;

/// <summary>The operators' changes. Each is whole or did not happen: staged on the disk, put into the kernel and read back, committed, and only then told.</summary>
public sealed partial class Reconciler
{
    private async Task<ChangeOutcome> ChangeAsync(ChangeRequest request, CancellationToken cancellation)
    {
        var outcome = request switch
        {
            ChangeRequest.Apply apply => await BringIntoForceAsync(apply.Policy, DecisionOf(apply, new VersionCause.Apply()), cancellation),
            ChangeRequest.RollBack back => await RollBackAsync(back, cancellation),
            ChangeRequest.Disable disable => await DisableAsync(disable, cancellation),
            ChangeRequest.Enable enable => await EnableAsync(enable, cancellation),
            _ => throw new System.Diagnostics.UnreachableException(request.ToString()),
        };
        if (outcome is ChangeOutcome.Failed failed)
        {
            _log.ChangeRefused(failed.Message);
        }

        return outcome;
    }

    private async Task<ChangeOutcome> RollBackAsync(ChangeRequest.RollBack request, CancellationToken cancellation)
    {
        var number = request.Version ?? (_policy?.Record?.Number ?? 0) - 1;
        try
        {
            return _versions.Find(number) switch
            {
                VersionLookup.Sound sound => await BringIntoForceAsync(sound.Version.Policy, DecisionOf(request, new VersionCause.Rollback(number)), cancellation),
                VersionLookup.Damaged damaged => new ChangeOutcome.Failed($"version {damaged.Number} cannot be used: {damaged.Text}. Nothing was changed"),
                _ when request.Version is null => new ChangeOutcome.NoSuchVersion("there is no version before the one in force"),
                _ => new ChangeOutcome.NoSuchVersion($"there is no version {number}; `hostwall history` lists them"),
            };
        }
        catch (StateFailedException failure)
        {
            return new ChangeOutcome.Failed(failure.Message);
        }
    }

    private async Task<ChangeOutcome> BringIntoForceAsync(PolicyText text, Decision decision, CancellationToken cancellation)
    {
        switch (PolicyGate.Pass(text, _time.GetUtcNow()))
        {
            case PolicyGate.Refused refused:
                return new ChangeOutcome.PolicyRefused(refused.Diagnostics, refused.Text);
            case PolicyGate.TestsFailed failed:
                return new ChangeOutcome.TestsFailed(failed.Results, failed.Invariants);
            case PolicyGate.Open when _policy is { Record: { } record } inForce && inForce.Text == text && _current.Kernel is not KernelState.Failing:
                return new ChangeOutcome.Unchanged(record);
            case PolicyGate.Open open when _disabling is not null || await MayWriteAsync(cancellation):
                return await StageAndApplyAsync(ActivePolicy.Of(text, open.Document, open.Warnings, record: null), decision, cancellation);
            default:
                return new ChangeOutcome.Failed(
                    "Docker has not reported yet and rules of an earlier run are in force: applying now would close every container. " +
                    "Nothing was changed; try again when `hostwall status` shows Docker connected");
        }
    }

    /// <summary>Before every source has reported, only a kernel that holds the closed rules of the boot, or none, may be written.</summary>
    private async Task<bool> MayWriteAsync(CancellationToken cancellation)
    {
        if (_snapshot is not null || _current.Applied is not null)
        {
            return true;
        }

        try
        {
            return !await _dataplane.HoldsRulesAsync(cancellation);
        }
        catch (DataplaneException)
        {
            return false;
        }
    }

    private async Task<ChangeOutcome> StageAndApplyAsync(ActivePolicy next, Decision decision, CancellationToken cancellation)
    {
        var before = (_policy, _current);
        var desired = Binder.Bind(next.Document, _snapshot ?? Closed);
        var rules = _dataplane.RenderForRecord(RuleSetCompiler.Compile(desired));
        StagedVersion? staged = null;
        try
        {
            staged = _versions.Stage(next.Text, new RulesText(_dataplane.Name, "rules.nft", rules), decision);
            _policy = next with { Record = staged.Record };
            if (_disabling is null)
            {
                await ApplyAsync(desired, JournalKind.Policy, $"version {staged.Record.Number}", cancellation);
            }

            _versions.Commit(staged);
        }
        catch (Exception failure) when (failure is DataplaneException or StateFailedException)
        {
            if (staged is not null)
            {
                _versions.Discard(staged);
            }

            (_policy, _current) = before;
            await PassAsync(JournalKind.Repair, "a change of policy failed", cancellation);
            return new ChangeOutcome.Failed($"{failure.Message}. Nothing was changed: {InForceText()}");
        }

        return Committed(staged.Record, desired, decision, CutFlows());
    }

    private ChangeOutcome.Done Committed(VersionRecord record, DesiredState desired, Decision decision, Cut cut)
    {
        var summary = $"{desired.Policy.Rules.Count} rules, {desired.Policy.Tiers.Count} tiers, {desired.Containers.Count} containers" +
            (desired.Policy.Settings.Mode == Mode.Audit ? "; audit mode: nothing is denied" : "") +
            (_disabling is null ? "" : "; HostWall is disabled, so that nothing of it is in the kernel") +
            (cut == Cut.Nothing ? "" : $"; {cut.Text}");
        _fallback = null;
        _current = _current with { Alarms = Alarms(desired), InForce = record, Policy = _policy!.Text, BackendReason = BackendReasonOf(_policy.Document), Desired = desired, OnDisk = CompareWithDisk(), Warnings = Warnings(desired) };
        Record(JournalKind.Policy, decision.Who, decision.Why, [$"version {record.Number} is in force", .. cut == Cut.Nothing ? (string[])[] : [cut.Text]], 0, 0, durable: true);
        _log.VersionInForce(record.Number, summary);
        foreach (var warning in _policy.Warnings)
        {
            _log.PolicyWarning(warning);
        }

        return new ChangeOutcome.Done(record, summary) { CutFlows = cut.Count };
    }

    private async Task<ChangeOutcome> DisableAsync(ChangeRequest.Disable request, CancellationToken cancellation)
    {
        var disabling = new Disabling(_time.GetUtcNow(), WhoOf(request.Caller), request.Why ?? "");
        try
        {
            await _dataplane.RemoveAsync(cancellation);
        }
        catch (DataplaneException failure)
        {
            await PassAsync(JournalKind.Repair, "disabling failed", cancellation);
            return new ChangeOutcome.Failed(
                $"{failure.Message}. By hand: `systemctl stop hostwall`, then `nft delete table inet hostwall` and `nft delete table bridge hostwall`");
        }

        SetDisabled(disabling);
        Record(JournalKind.Disable, disabling.Who, disabling.Why, ["every rule was taken out of the kernel"], 0, 0, durable: true);
        return new ChangeOutcome.Done(_policy?.Record, $"every rule of HostWall is out of the kernel, {Keep(disabling)}");
    }

    /// <summary>The glass breaks also on a full disk: the mark comes after the kernel, and what it cannot hold is said.</summary>
    private string Keep(Disabling disabling)
    {
        try
        {
            _mark.Write(disabling);
            return "until `hostwall enable`";
        }
        catch (StateFailedException failure)
        {
            _log.StateFailed(failure.Message);
            return $"but only until a restart, which could not be told ({failure.Message})";
        }
    }

    private async Task<ChangeOutcome> EnableAsync(ChangeRequest.Enable request, CancellationToken cancellation)
    {
        if (_disabling is not { } disabling)
        {
            return _policy?.Record is { } record ? new ChangeOutcome.Unchanged(record) : new ChangeOutcome.Done(null, "HostWall was not disabled");
        }

        try
        {
            _disabling = null;
            if (_policy is { } policy)
            {
                await ApplyAsync(Binder.Bind(policy.Document, _snapshot ?? Closed), JournalKind.Enable, "enabled", cancellation);
            }

            _mark.Remove();
        }
        catch (Exception failure) when (failure is DataplaneException or StateFailedException)
        {
            await RemoveAgainAsync(cancellation);
            SetDisabled(disabling);
            return new ChangeOutcome.Failed($"{failure.Message}. HostWall stays disabled");
        }

        Record(JournalKind.Enable, WhoOf(request.Caller), request.Why ?? "", ["the rules are back in the kernel"], 0, 0, durable: true);
        return new ChangeOutcome.Done(_policy?.Record, "the rules of the version in force are back in the kernel");
    }

    /// <summary>No container known, but the bridges that are remembered not to be Docker's left alone.</summary>
    private Snapshot Closed => Snapshot.Empty with
    {
        Host = HostLinks.Empty with { Bridges = _foreign.Names, ForeignPatterns = _settings.ForeignPatterns },
    };

    private void SetDisabled(Disabling disabling)
    {
        _disabling = disabling;
        _nextRetry = null;
        _current = _current with { Applied = null, Kernel = new KernelState.Disabled(disabling.Time, disabling.Who.User, disabling.Why) };
        _log.Disabled(disabling.Time, disabling.Who.User);
    }

    private static string BackendReasonOf(PolicyDocument policy) => policy.Settings.Backend switch
    {
        BackendChoice.Auto => "backend = \"auto\", and nftables is the only one so far",
        BackendChoice.Nftables => "the policy asks for it",
    };

    private string InForceText() => _policy?.Record is { } record ? $"version {record.Number} stays in force" : "no policy is in force";

    private static Decision DecisionOf(ChangeRequest request, VersionCause from) => new(WhoOf(request.Caller), request.Why ?? "", from);

    private static Who WhoOf(Caller caller) => new(caller.Uid, caller.Name);
}
