namespace HostWall.Inventory;

/// <summary>How long to wait before the next try: twice as long each time up to a bound, less a random part so that many do not come at once.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan last)
{
    private int _failures;

    public TimeSpan Next()
    {
        var full = first * Math.Pow(2, Math.Min(_failures++, 30));
        return (full < last ? full : last) * (0.5 + (Random.Shared.NextDouble() / 2));
    }

    public void Reset() => _failures = 0;
}
