using System.Threading.Channels;

namespace HostWall.Inventory;

/// <summary>One bit that says "look again": however often it is set while nobody waits, the next wait ends once.</summary>
internal sealed class Wake
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1)
    {
        FullMode = BoundedChannelFullMode.DropWrite,
        SingleReader = true,
    });

    public void Set() => _channel.Writer.TryWrite(true);

    /// <summary>Sets it when a task has ended. Set from within the task, it would come a moment before the task is seen to have ended, and be lost.</summary>
    public T After<T>(T task)
        where T : Task
    {
        task.ConfigureAwait(false).GetAwaiter().OnCompleted(Set);
        return task;
    }

    public async Task WaitAsync(CancellationToken cancellation) => await _channel.Reader.ReadAsync(cancellation);
}
