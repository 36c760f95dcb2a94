using System.Globalization;
using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>A rule's limits for people, in the words of the policy: <c>50/second per source</c>, <c>100 open per rule</c>.</summary>
internal static class LimitText
{
    /// <summary>One text for each limit that the rule has.</summary>
    public static IEnumerable<string> Of(Rule rule)
    {
        if (rule.Rate is { } rate)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{rate.Limit}/{Word(rate.Unit)} per {Word(rate.Per)}");
        }

        if (rule.Connections is { } connections)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{connections.Max} open per {Word(connections.Per)}");
        }
    }

    private static string Word(RateUnit unit) => unit switch
    {
        RateUnit.Second => "second",
        RateUnit.Minute => "minute",
        RateUnit.Hour => "hour",
        RateUnit.Day => "day",
    };

    private static string Word(LimitScope scope) => scope switch
    {
        LimitScope.Rule => "rule",
        LimitScope.Source => "source",
        LimitScope.Destination => "destination",
    };
}
