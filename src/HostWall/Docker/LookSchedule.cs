namespace HostWall.Docker;

/// <summary>When to look again although no event says what to look at.</summary>
internal sealed class LookSchedule(DockerTimings timings, TimeProvider time)
{
    /// <summary>A member that its network does not show yet is looked for after this, then after twice as long each time.</summary>
    private static readonly TimeSpan FirstRepeat = TimeSpan.FromMilliseconds(2);

    /// <summary>Events that never cease put the settling look off by so many times its delay at most.</summary>
    private const int LongestUnrest = 10;

    private readonly long _start = time.GetTimestamp();
    private TimeSpan _periodic = timings.Period;
    private TimeSpan? _settling;
    private TimeSpan? _settlingAtLast;
    private TimeSpan? _repeat;
    private TimeSpan _repeatDelay = FirstRepeat;

    private TimeSpan Now => time.GetElapsedTime(_start);

    public TimeSpan UntilNext
        => new[] { _periodic, _settling ?? TimeSpan.MaxValue, _repeat ?? TimeSpan.MaxValue }.Min() - Now;

    public void EventCame()
    {
        _settlingAtLast ??= Now + (timings.Settle * LongestUnrest);
        var settling = Now + timings.Settle;
        _settling = settling < _settlingAtLast ? settling : _settlingAtLast;
        _repeatDelay = FirstRepeat;
    }

    /// <param name="awaited">Whether some network has yet to show a member.</param>
    public void Looked(bool everything, bool awaited)
    {
        if (everything)
        {
            _periodic = Now + timings.Period;
        }

        // The settling look is the last to wait for; from there on the network is right and the event was not.
        _repeat = awaited && _repeatDelay < timings.Settle ? Now + _repeatDelay : null;
    }

    public bool TakePeriodic()
    {
        var due = Now >= _periodic;
        if (due)
        {
            _periodic = Now + timings.Period;
        }

        return due;
    }

    public bool TakeSettling()
    {
        var due = Now >= _settling;
        if (due)
        {
            (_settling, _settlingAtLast) = (null, null);
        }

        return due;
    }

    public bool TakeRepeat()
    {
        var due = Now >= _repeat;
        if (due)
        {
            (_repeat, _repeatDelay) = (null, _repeatDelay * 2);
        }

        return due;
    }
}
