namespace HostWall.Host;

/// <summary>The times by which links are followed.</summary>
public sealed record LinkTimings
{
    public static readonly LinkTimings Default = new();

    /// <summary>Between two looks when no change is told of; the kernel tells of no change of a bridge's br_netfilter switches.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The same while changes of ports are urgent: what the kernel tells can get lost when much happens at once.</summary>
    public TimeSpan UrgentPeriod { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Changes come in bursts: a look waits so long for the rest of one.</summary>
    public TimeSpan Burst { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// After the first change of a container's link: each start brings half a dozen, and while Docker itself tells who is there nobody waits
    /// for them. Shorter than the delay after which Docker is looked at once more, so that the ports of a calm host are older than that look.
    /// </summary>
    public TimeSpan PortBurst { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(100);

    public TimeSpan LastRetry { get; init; } = TimeSpan.FromSeconds(10);
}
