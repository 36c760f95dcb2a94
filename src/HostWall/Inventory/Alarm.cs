namespace HostWall.Inventory;

/// <summary>Sets a <see cref="Wake"/> when the earliest of the times asked for has come.</summary>
internal sealed class Alarm(Wake wake, TimeProvider time) : IDisposable
{
    private readonly ITimer _timer = time.CreateTimer(static wake => ((Wake)wake!).Set(), wake, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <param name="delay">None when it is over; <see cref="Timeout.InfiniteTimeSpan"/> for never.</param>
    public void SetIn(TimeSpan delay)
        => _timer.Change(delay < TimeSpan.Zero && delay != Timeout.InfiniteTimeSpan ? TimeSpan.Zero : delay, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();
}
