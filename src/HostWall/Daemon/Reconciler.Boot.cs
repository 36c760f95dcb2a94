using HostWall.Core.Desired;
using HostWall.Kernel;
using HostWall.Versions;

namespace HostWall.Daemon;

/// <summary>
/// The start, before any source has spoken. Rules that an earlier run left in the kernel stay as they are: they are closed to every address
/// they do not know. Where there are none, the version in force is loaded with no containers in it, which closes them all.
/// </summary>
public sealed partial class Reconciler
{
    private async Task BootAsync(CancellationToken cancellation)
    {
        _policy = LoadInForce();
        if (_mark.Read() is { } disabling)
        {
            await RemoveAgainAsync(cancellation);
            SetDisabled(disabling);
        }

        if (_policy is null)
        {
            await TakeFirstPolicyAsync(cancellation);
            return;
        }

        _current = _current with { InForce = _policy.Record, Policy = _policy.Text, BackendReason = BackendReasonOf(_policy.Document), OnDisk = CompareWithDisk() };
        if (_disabling is null)
        {
            await CloseAsync(_policy, cancellation);
        }
    }

    /// <summary>Loads the policy with no container in it, unless the kernel holds rules already.</summary>
    private async Task CloseAsync(ActivePolicy policy, CancellationToken cancellation)
    {
        try
        {
            if (await _dataplane.HoldsRulesAsync(cancellation))
            {
                _current = _current with { Kernel = new KernelState.NotYet("rules of an earlier run stand until Docker and the links have reported") };
            }
            else
            {
                await ApplyAsync(Binder.Bind(policy.Document, Closed), JournalKind.Boot, "start: no container is known yet", cancellation);
            }
        }
        catch (DataplaneException failure)
        {
            Failed(failure);
        }
    }

    private ActivePolicy? LoadInForce()
    {
        switch (_versions.ReadInForce())
        {
            case InForce.Sound sound:
                return Usable(sound.Version);
            case InForce.Damaged damaged:
                _log.VersionDamaged(damaged.Number, damaged.Text);
                _fallback = $"version {damaged.Number} was in force and cannot be used ({damaged.Text}): the newest version that can is enforced in its place; apply a policy";
                return damaged.LastUsable is { } usable ? Usable(usable) : null;
            default:
                return null;
        }
    }

    private ActivePolicy? Usable(StoredVersion version)
    {
        // A version that came into force once has passed its tests; a later HostWall does not take it out of force for them.
        var reading = PolicyGate.Read(version.Policy);
        if (reading.Document is { } document)
        {
            return ActivePolicy.Of(version.Policy, document, PolicyGate.WarningsOf(reading, document, _time.GetUtcNow()), version.Record);
        }

        _log.VersionDamaged(version.Record.Number, "this HostWall does not read its policy");
        return null;
    }

    /// <summary>On a host where no version was ever in force, the policy of the config folder becomes the first.</summary>
    private async Task TakeFirstPolicyAsync(CancellationToken cancellation)
    {
        var outcome = _versions.Records.Count > 0
            ? new ChangeOutcome.Failed("no stored version can be used; apply a policy")
            : await FirstPolicyAsync(cancellation);
        var reason = outcome switch
        {
            ChangeOutcome.PolicyRefused refused => refused.Text,
            ChangeOutcome.TestsFailed => "tests or invariants of the policy fail; `hostwall check` shows which",
            ChangeOutcome.Failed failed => failed.Message,
            _ => null,
        };
        if (outcome is ChangeOutcome.Failed && _versions.Records.Count == 0)
        {
            _nextRetry = Now + LastRetry;
        }

        if (reason is not null)
        {
            _log.NoPolicy(reason);
            _current = _current with { Kernel = _disabling is null ? new KernelState.NotYet($"no policy is in force: {reason}") : _current.Kernel };
        }
    }

    private async Task<ChangeOutcome> FirstPolicyAsync(CancellationToken cancellation)
    {
        try
        {
            var text = PolicyText.ReadFolder(_settings.ConfigFolder);
            return await BringIntoForceAsync(text, new Decision(Daemon, "first start", new VersionCause.Boot()), cancellation);
        }
        catch (PolicyUnreadableException failure)
        {
            return new ChangeOutcome.Failed(failure.Message);
        }
    }

    private async Task RemoveAgainAsync(CancellationToken cancellation)
    {
        try
        {
            await _dataplane.RemoveAsync(cancellation);
        }
        catch (DataplaneException failure)
        {
            _log.ReadingFailed(failure.Message);
        }
    }
}
