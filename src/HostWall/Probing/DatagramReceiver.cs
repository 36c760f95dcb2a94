using System.Collections.Concurrent;
using System.Net.Sockets;

namespace HostWall.Probing;

/// <summary>Takes in the datagrams of one port and tells of each probe's when it has come.</summary>
internal sealed class DatagramReceiver : IAsyncDisposable
{
    private const int TokenLength = 16;

    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _arrivals = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Socket _socket;
    private readonly Task _reading;

    public DatagramReceiver(Socket socket)
    {
        _socket = socket;
        _reading = ReadAsync();
    }

    /// <summary>Done when a datagram with that token has come.</summary>
    public Task ArrivalOf(Guid token) => Arrival(token).Task;

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _ending.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[TokenLength + 1];
        while (true)
        {
            var length = await _socket.ReceiveAsync(buffer, _ending.Token);
            if (length == TokenLength && _arrivals.TryGetValue(new Guid(buffer.AsSpan(0, TokenLength)), out var arrival))
            {
                arrival.TrySetResult();
            }
        }
    }

    private TaskCompletionSource Arrival(Guid token) => _arrivals.GetOrAdd(token, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
