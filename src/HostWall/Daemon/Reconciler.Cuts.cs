using HostWall.Versions;

namespace HostWall.Daemon;

/// <summary>Open flows that are no longer allowed: ended after the rules, in a step of their own.</summary>
public sealed partial class Reconciler
{
    /// <summary>Where nothing of ours is in the kernel, or nobody has said who is who, nothing is ended.</summary>
    private bool MayCut => _snapshot is not null && _disabling is null && _current.Applied is not null;

    /// <summary>Ends what a pass or the time has closed, and what an earlier try left over.</summary>
    private void KeepCuts()
    {
        if (_current.Desired is not { } desired)
        {
            _nextCut = TimeSpan.MaxValue;
            return;
        }

        // Before the look: a moment that comes while it is asked must not be passed over for the one after.
        var quiet = _cutter.Quiet(desired);
        if (_cutter.TimeHasMoved(desired) && _policy is { } policy)
        {
            _policy = policy.AsWarnedOf(_time.GetUtcNow());
            _current = _current with { Warnings = Warnings(desired) };
        }

        if (MayCut && _cutter.IsDue(desired) && CutFlows() is { Count: > 0 } cut)
        {
            Record(JournalKind.Cut, Daemon, "no longer allowed", [cut.Text], 0, 0, durable: false);
        }

        _nextCut = Now + quiet;
    }

    private Cut CutFlows()
    {
        if (!MayCut || _current.Desired is not { } desired)
        {
            return Cut.Nothing;
        }

        var cut = _cutter.Cut(desired, _alive);
        _current = _current with { Alarms = Alarms(desired) };
        return cut;
    }
}
