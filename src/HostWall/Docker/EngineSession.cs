using HostWall.Inventory;
using Microsoft.Extensions.Logging;

namespace HostWall.Docker;

/// <summary>One connection to the engine: subscribe, then list, then follow, until the engine is gone.</summary>
internal sealed class EngineSession(
    EngineClient engine,
    EngineLooker looker,
    DockerTimings timings,
    TimeProvider time,
    ResyncRequest resync,
    Latest<DockerPart> parts,
    ILogger log)
{
    private readonly EventReader _events = new(resync.Wake);
    private readonly DockerPicture _picture = new(timings, time);
    private readonly LookSchedule _schedule = new(timings, time);
    private Task<LookAnswer>? _looking;
    private bool _complete;
    private long _looked;
    private long _pinged;

    /// <summary>Ends by an exception only: the engine's, or the cancellation.</summary>
    /// <param name="complete">Called once everything has been looked at.</param>
    public async Task FollowAsync(Action complete, CancellationToken cancellation)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var alarm = new Alarm(resync.Wake, time);
        await using var stream = await engine.SubscribeAsync(leaving.Token).WaitAsync(timings.CallLimit, time, cancellation);
        var reading = resync.Wake.After(_events.ReadAsync(stream, leaving.Token));
        var pinging = resync.Wake.After(PingAsync(leaving.Token));
        _picture.Needs.Everything();
        try
        {
            while (true)
            {
                // Events first: they are newer than the answer, and what they take away must not come back with it.
                var changed = TakeEvents() | await TakeAnswerAsync(complete);
                if (changed && _complete)
                {
                    parts.Publish(_picture.ToPart());
                }

                await ThrowIfEndedAsync(reading, pinging);
                StartLook(leaving.Token);
                alarm.SetIn(_schedule.UntilNext);
                await resync.Wake.WaitAsync(cancellation);
            }
        }
        finally
        {
            await leaving.CancelAsync();
            await Task.WhenAll(reading, pinging, _looking ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What was known when the session ended; null when it ended before everything had been looked at.</summary>
    public DockerPart? Leave()
    {
        // Whatever came just before the end.
        TakeEvents();
        return _complete ? _picture.ToPart() with { LastThere = Math.Max(_looked, _pinged) } : null;
    }

    private bool TakeEvents()
    {
        var any = false;
        while (_events.TryRead(out var told) && told is not null)
        {
            _picture.Apply(told);
            any = true;
        }

        if (any)
        {
            _schedule.EventCame();
        }

        if (_events.TakeOverrun())
        {
            log.EventsLost();
            _picture.Needs.Everything();
        }

        return any;
    }

    private async Task<bool> TakeAnswerAsync(Action complete)
    {
        if (_looking is not { IsCompleted: true } looking)
        {
            return false;
        }

        _looking = null;
        var answer = await looking;
        _picture.Apply(answer);
        _looked = answer.Look.Began;
        _schedule.Looked(answer.Look.Everything, _picture.Awaited.Any());
        if (!_complete)
        {
            _complete = true;
            complete();
        }

        return true;
    }

    /// <summary>One look at a time; what is needed meanwhile makes up the next.</summary>
    private void StartLook(CancellationToken cancellation)
    {
        if (_schedule.TakePeriodic() | resync.Take())
        {
            _picture.Needs.Everything();
        }

        if (_schedule.TakeSettling())
        {
            _picture.Needs.Add(_picture.Unsettled);
            _picture.Unsettled.Clear();
        }

        if (_schedule.TakeRepeat())
        {
            foreach (var network in _picture.Awaited)
            {
                _picture.Needs.Network(network);
            }
        }

        if (_looking is null && !_picture.Needs.IsEmpty)
        {
            _looking = resync.Wake.After(looker.LookAsync(engine, _picture.TakeLook(), cancellation));
        }
    }

    /// <summary>Finds an engine that is stopped or hangs, whose event stream stays open and silent.</summary>
    private async Task PingAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(timings.Ping, time, cancellation);
            var began = time.GetTimestamp();
            await engine.PingAsync(cancellation);
            _pinged = began;
        }
    }

    private static async Task ThrowIfEndedAsync(Task reading, Task pinging)
    {
        if (reading.IsCompleted)
        {
            await reading;
        }

        if (pinging.IsCompleted)
        {
            await pinging;
        }
    }
}
