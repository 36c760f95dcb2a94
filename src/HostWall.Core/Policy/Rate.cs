namespace HostWall.Core.Policy;

/// <summary>Who shares one limit.</summary>
public enum LimitScope
{
    /// <summary>All flows that the rule matches.</summary>
    Rule,

    /// <summary>The flows from one address; of IPv6 outside, from one /64.</summary>
    Source,

    /// <summary>The flows to one address.</summary>
    Destination,
}

public enum RateUnit
{
    Second,
    Minute,
    Hour,
    Day,
}

/// <summary>How many new flows a rule lets through; what is over it is denied.</summary>
/// <param name="Limit">New flows in a <paramref name="Unit"/>, at least 1.</param>
/// <param name="Burst">New flows that may come at once, at least 1.</param>
public sealed record Rate(uint Limit, RateUnit Unit, uint Burst, LimitScope Per)
{
    public TimeSpan Period => Unit switch
    {
        RateUnit.Second => TimeSpan.FromSeconds(1),
        RateUnit.Minute => TimeSpan.FromMinutes(1),
        RateUnit.Hour => TimeSpan.FromHours(1),
        RateUnit.Day => TimeSpan.FromDays(1),
    };

    /// <summary>How long it takes until a burst that has been used up is whole again.</summary>
    public TimeSpan Refill => TimeSpan.FromTicks(Period.Ticks * Burst / Limit);

    /// <summary>The burst where none is given. A busy host looks at packets in batches: what comes in a tenth of a second must fit in.</summary>
    public static uint DefaultBurst(uint limit, RateUnit unit) => unit == RateUnit.Second ? Math.Max(5, (limit + 9) / 10) : 5;
}

/// <summary>How many flows of a rule may be open at a time; more are denied.</summary>
/// <param name="Max">At least 1.</param>
public sealed record ConnectionLimit(uint Max, LimitScope Per);
