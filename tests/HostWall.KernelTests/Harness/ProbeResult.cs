namespace HostWall.KernelTests.Harness;

/// <summary>What a probe met.</summary>
public enum ProbeResult
{
    /// <summary>The other end answered.</summary>
    Open,

    /// <summary>Refused, reset or rejected: somebody said no.</summary>
    Closed,

    /// <summary>No answer within the limit.</summary>
    Filtered,

    /// <summary>The sender has no way there: the probe never left, and says nothing about any firewall.</summary>
    NoRoute,
}
