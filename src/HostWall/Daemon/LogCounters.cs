using HostWall.Core;
using HostWall.Core.Rules;
using HostWall.Kernel;

namespace HostWall.Daemon;

/// <summary>How many packets were to be logged and were kept back by the kernel's rate limit.</summary>
internal static class LogCounters
{
    public static long Suppressed(EquatableArray<Counter> counters) => Packets(counters, LogLimit.WantedCounter) - Packets(counters, LogLimit.SentCounter);

    private static long Packets(EquatableArray<Counter> counters, string name)
        => counters.FirstOrDefault(counter => string.Equals(counter.Name, name, StringComparison.Ordinal)).Packets;
}
