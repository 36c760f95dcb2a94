namespace HostWall.Docker;

/// <summary>The times by which Docker is followed.</summary>
/// <param name="Period">Between two looks at everything when nothing asks for one.</param>
public sealed record DockerTimings(TimeSpan Period)
{
    /// <summary>After the last event, until what it was about is looked at once more.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// For how long Docker's list is less believed than an event about the same container: it lags by 25–100 ms, and after a
    /// <c>die</c> it still says "running".
    /// </summary>
    public TimeSpan ListLag { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>For how long a container may be between <c>network connect</c> and <c>start</c> while the list says that it does not run.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Between two pings: a stopped engine keeps its event stream open for 10–17 s.</summary>
    public TimeSpan Ping { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>An engine that takes longer to answer is taken for dead.</summary>
    public TimeSpan CallLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A container that takes longer to be inspected is left as it is listed: some hang for as long as their runtime does.</summary>
    public TimeSpan InspectLimit { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait: a try at a socket that is not there costs next to nothing, and Docker's return should not go unseen for long.</summary>
    public TimeSpan LastRetry { get; init; } = TimeSpan.FromSeconds(1);
}
