namespace HostWall.Core.Rules;

/// <summary>So many packets in a period, and so many at once.</summary>
/// <param name="Period">A second, a minute, an hour or a day.</param>
public sealed record RateLimit(uint Packets, TimeSpan Period, uint Burst)
{
    /// <summary>How long an address is remembered: until its burst is whole again, so that nobody gains by being forgotten.</summary>
    public TimeSpan Memory => TimeSpan.FromSeconds(Math.Max(10, Math.Ceiling(Burst * (Period.TotalSeconds / Packets))));
}

/// <summary>What shares one limit.</summary>
public enum CountBy
{
    Nothing,
    SourceAddress,

    /// <summary>IPv4 by address, IPv6 by /64: outside, one host has that many addresses at least.</summary>
    SourceNetwork,
    DestinationAddress,
}
