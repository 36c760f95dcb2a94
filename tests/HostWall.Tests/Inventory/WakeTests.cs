using HostWall.Inventory;

namespace HostWall.Tests.Inventory;

public sealed class WakeTests
{
    [Fact]
    public async Task Who_is_woken_by_the_end_of_a_task_sees_that_it_has_ended()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        for (var round = 0; round < 2_000; round++)
        {
            var wake = new Wake();
            var task = wake.After(YieldAsync());
            await wake.WaitAsync(limit.Token);
            task.IsCompleted.ShouldBeTrue();
        }

        static async Task YieldAsync() => await Task.Yield();
    }
}
