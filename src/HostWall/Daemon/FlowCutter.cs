using HostWall.Conntrack;
using HostWall.Core.Addressing;
using HostWall.Core.Desired;
using HostWall.Core.Evaluate;
using Microsoft.Extensions.Logging;

namespace HostWall.Daemon;

/// <summary>
/// Ends open flows that a change no longer allows. Rules decide on new flows alone; what is open goes on until the kernel forgets it. It comes
/// after the rules and never holds them up: what fails is said, kept and tried again.
/// </summary>
internal sealed class FlowCutter(IConntrack conntrack, TimeProvider time, ILogger log)
{
    /// <summary>Flows that are looked at in one go, so that memory stays bounded however many there are.</summary>
    private const int Batch = 1024;

    private readonly HashSet<Address> _departed = [];
    private readonly RuleClock _clock = new();
    private bool _due;

    /// <summary>Why open flows could not be ended; null where nothing is left over.</summary>
    public string? Failure { get; private set; }

    /// <summary>The rules follow another state now, or were put back: what is open is to be looked through.</summary>
    public void Note(DesiredState? before, DesiredState after, bool changed)
    {
        if (before is not null)
        {
            _departed.UnionWith(Departures.Between(before, after));
        }

        _due |= changed || _departed.Count > 0;
    }

    /// <summary>Whether something has changed since the last look, by an application or by time.</summary>
    public bool IsDue(DesiredState desired) => _due || TimeHasMoved(desired);

    /// <summary>Whether other rules apply than at the last look.</summary>
    public bool TimeHasMoved(DesiredState desired) => _clock.HasMoved(desired.Policy, time.GetUtcNow());

    /// <summary>How long nothing changes by time.</summary>
    public TimeSpan Quiet(DesiredState desired) => RuleClock.UntilNext(desired.Policy, time.GetUtcNow());

    /// <summary>Ends what the state no longer allows. A failure ends here: it is in <see cref="Failure"/>, logged once.</summary>
    /// <param name="alive">Called again and again: a host may have very many flows, and whoever watches over the daemon must not take that for its end.</param>
    public Cut Cut(DesiredState desired, Action alive)
    {
        var now = time.GetUtcNow();
        var judge = new FlowJudge(desired, _departed, now);
        var ended = 0;
        try
        {
            if (judge.EndsAny)
            {
                foreach (var flows in conntrack.List().Chunk(Batch))
                {
                    alive();
                    ended += conntrack.End(flows.Where(judge.MustEnd));
                }
            }

            _clock.Keep(desired.Policy, now);
            _departed.Clear();
            (_due, Failure) = (false, null);
        }
        catch (ConntrackException failure)
        {
            if (Failure is null)
            {
                log.FlowsNotCut(failure.Message);
            }

            (_due, Failure) = (true, $"flows that are no longer allowed may still be open: {failure.Message}; trying again");
        }

        var cut = new Cut(ended, Failure);
        if (ended > 0)
        {
            log.FlowsCut(cut.Text);
        }

        return cut;
    }
}
