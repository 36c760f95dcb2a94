using HostWall.Core;
using HostWall.Kernel;

namespace HostWall.Daemon;

/// <summary>Remembers when each counter was last seen to grow: the kernel's counters do not tell.</summary>
internal sealed class CounterHistory(TimeProvider time)
{
    private readonly Dictionary<string, (long Packets, DateTimeOffset? LastMatched)> _seen = new(StringComparer.Ordinal);

    public EquatableArray<CounterReading> Update(EquatableArray<Counter> counters)
    {
        var now = time.GetUtcNow();
        foreach (var counter in counters)
        {
            var known = _seen.TryGetValue(counter.Name, out var before);

            // What was counted before the daemon looked for the first time has no time.
            var grew = known && counter.Packets > before.Packets;
            _seen[counter.Name] = (counter.Packets, grew ? now : before.LastMatched);
        }

        return [.. counters.Select(counter => new CounterReading(counter.Name, counter.Packets, counter.Bytes, _seen[counter.Name].LastMatched))];
    }
}
