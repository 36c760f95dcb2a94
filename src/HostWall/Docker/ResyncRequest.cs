using HostWall.Inventory;

namespace HostWall.Docker;

/// <summary>Somebody's wish that everything be looked at, and the wake that goes with it.</summary>
internal sealed class ResyncRequest
{
    private int _wanted;

    public Wake Wake { get; } = new();

    public void Ask()
    {
        Volatile.Write(ref _wanted, 1);
        Wake.Set();
    }

    /// <summary>Whether it was asked for since the last time.</summary>
    public bool Take() => Interlocked.Exchange(ref _wanted, 0) == 1;
}
