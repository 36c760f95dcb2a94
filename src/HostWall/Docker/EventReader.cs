using System.Threading.Channels;
using HostWall.Inventory;

namespace HostWall.Docker;

/// <summary>Empties the event stream and does nothing else: an engine drops events in silence for a reader that stalls.</summary>
internal sealed class EventReader(Wake wake)
{
    private readonly Channel<EngineEvent> _events = Channel.CreateBounded<EngineEvent>(
        new BoundedChannelOptions(10_000) { SingleReader = true, SingleWriter = true });

    private int _overrun;

    /// <summary>Ends by an exception only: a stream that ends is a connection lost.</summary>
    public async Task ReadAsync(Stream stream, CancellationToken cancellation)
    {
        await foreach (var told in EngineClient.ReadEventsAsync(stream, cancellation))
        {
            if (told is not null && !_events.Writer.TryWrite(told))
            {
                Volatile.Write(ref _overrun, 1);
            }

            wake.Set();
        }

        throw new EngineException("the engine closed the connection");
    }

    public bool TryRead(out EngineEvent? told) => _events.Reader.TryRead(out told);

    /// <summary>Whether events had to be thrown away since the last time this was asked.</summary>
    public bool TakeOverrun() => Interlocked.Exchange(ref _overrun, 0) == 1;
}
