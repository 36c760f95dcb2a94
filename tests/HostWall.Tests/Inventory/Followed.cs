namespace HostWall.Tests.Inventory;

/// <summary>Reads a stream of whole states and keeps the newest.</summary>
internal sealed class Followed<T> : IAsyncDisposable
    where T : class
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _leaving = new();
    private readonly Task _reading;
    private volatile T? _latest;

    public Followed(Func<CancellationToken, IAsyncEnumerable<T>> states) => _reading = ReadAsync(states(_leaving.Token));

    public T? Latest => _latest;

    public Task<T> UntilAsync(Func<T, bool> satisfies) => UntilAsync(() => _latest is { } state && satisfies(state) ? state : null);

    /// <summary>Looks again and again until there is something.</summary>
    public async Task<TFound> UntilAsync<TFound>(Func<TFound?> look)
        where TFound : class
    {
        using var limit = new CancellationTokenSource(Limit);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (await ticks.WaitForNextTickAsync(limit.Token))
        {
            if (_reading.IsFaulted)
            {
                await _reading;
            }

            if (look() is { } found)
            {
                return found;
            }
        }

        throw new TimeoutException();
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _leaving.Dispose();
    }

    private async Task ReadAsync(IAsyncEnumerable<T> states)
    {
        await foreach (var state in states)
        {
            _latest = state;
        }
    }
}
