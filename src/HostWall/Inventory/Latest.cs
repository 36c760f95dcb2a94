using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace HostWall.Inventory;

/// <summary>Hands over whole states: a reader that is behind finds the newest one, never a queue. A state equal to the one before is no news.</summary>
internal sealed class Latest<T>
    where T : class, IEquatable<T>
{
    private readonly Channel<T> _channel = Channel.CreateBounded<T>(new BoundedChannelOptions(1)
    {
        FullMode = BoundedChannelFullMode.DropOldest,
        SingleReader = true,
        SingleWriter = true,
    });

    private T? _published;

    /// <summary>Runs a producer for as long as somebody reads; it ends with the reader, and the reader with it.</summary>
    public static async IAsyncEnumerable<T> OfAsync(
        Func<Latest<T>, CancellationToken, Task> produce,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var latest = new Latest<T>();
        var producing = latest.RunAsync(produce, leaving.Token);
        try
        {
            await foreach (var state in latest._channel.Reader.ReadAllAsync(cancellation))
            {
                yield return state;
            }
        }
        finally
        {
            await leaving.CancelAsync();
            await producing;
        }
    }

    public void Publish(T state)
    {
        if (!state.Equals(_published))
        {
            _published = state;
            _channel.Writer.TryWrite(state);
        }
    }

    private async Task RunAsync(Func<Latest<T>, CancellationToken, Task> produce, CancellationToken cancellation)
    {
        var producing = produce(this, cancellation);
        await producing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _channel.Writer.Complete(producing.Exception?.InnerException);
    }
}
