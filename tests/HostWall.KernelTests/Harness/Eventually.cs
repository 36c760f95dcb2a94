namespace HostWall.KernelTests.Harness;

/// <summary>Waits for something to come true by looking again and again, with a limit.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>The first value that satisfies; after the limit, the last one seen, for the caller's assertion.</summary>
    public static async Task<T> GetAsync<T>(Func<Task<T>> look, Func<T, bool> satisfies, TimeSpan? limit = null)
    {
        using var timer = new PeriodicTimer(Pause);
        var end = TimeProvider.System.GetTimestamp() + (long)((limit ?? TimeSpan.FromSeconds(5)).TotalSeconds * TimeProvider.System.TimestampFrequency);
        while (true)
        {
            var seen = await look();
            if (satisfies(seen) || TimeProvider.System.GetTimestamp() > end)
                return seen;
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>The count once it has not changed for a third of a second.</summary>
    public static async Task<int> StableAsync(Func<int> count)
    {
        const int Unchanged = 33;
        using var timer = new PeriodicTimer(Pause);
        var (last, looks) = (count(), 0);
        while (looks < Unchanged)
        {
            await timer.WaitForNextTickAsync();
            var now = count();
            (last, looks) = (now, now == last ? looks + 1 : 0);
        }

        return last;
    }

    /// <summary>Probes until the result is the expected one; a first IPv6 contact may take a second.</summary>
    public static async Task ProbesAsync(ProbeResult expected, Func<Task<ProbeResult>> probe, TimeSpan? limit = null) =>
        (await GetAsync(probe, result => result == expected, limit)).ShouldBe(expected);
}
