using System.Globalization;
using HostWall.Core.Addressing;
using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Reads <c>rate</c> and <c>connections</c> of a rule.</summary>
internal static class LimitsReader
{
    private const uint MostBurst = 10_000_000;
    /// <summary>The kernel walks through all that are open for each new flow: more, and whoever opens them takes the host's time.</summary>
    private const uint MostOpen = 10_000;

    /// <summary>The kernel remembers a source for that long, and counts in nanoseconds.</summary>
    private static readonly TimeSpan LongestRefill = TimeSpan.FromDays(30);

    public static Rate? Rate(TableReader rule, string key)
    {
        if (Open(rule, key, "a table, as { limit = \"50/second\" }") is not { } reader)
        {
            return null;
        }

        var limit = reader.RequiredWord("limit") is { } word ? Limit(word, reader.Findings) : null;
        var burst = reader.Count("burst", 1, MostBurst);
        var per = Per(reader);
        reader.Finish();
        return limit is var (number, unit) ? Checked(new Rate(number, unit, burst ?? Policy.Rate.DefaultBurst(number, unit), per), reader) : null;
    }

    private static Rate? Checked(Rate rate, TableReader reader)
    {
        if (rate.Refill <= LongestRefill)
        {
            return rate;
        }

        var most = (uint)(LongestRefill / rate.Period * rate.Limit);
        reader.Findings.Add(
            DiagnosticCodes.BadRate,
            reader.KeySpan("burst") ?? reader.KeySpan("limit") ?? default,
            string.Create(CultureInfo.InvariantCulture, $"at this rate a burst of {rate.Burst} takes over {LongestRefill.TotalDays:0} days to come back: at most {most}"));
        return null;
    }

    public static ConnectionLimit? Connections(TableReader rule, string key)
    {
        if (Open(rule, key, "a table, as { max = 100 }") is not { } reader)
        {
            return null;
        }

        var max = reader.Required("max") ? reader.Count("max", 1, MostOpen) : null;
        var per = Per(reader);
        reader.Finish();
        return max is { } open ? new ConnectionLimit(open, per) : null;
    }

    private static TableReader? Open(TableReader rule, string key, string expected)
        => rule.Table(key, expected) is { } table ? new TableReader(table, table.Span, $"\"{key}\"", rule.Findings) : null;

    private static LimitScope Per(TableReader reader)
        => reader.Choice("per", ("rule", LimitScope.Rule), ("source", LimitScope.Source), ("destination", LimitScope.Destination)) ?? LimitScope.Rule;

    private static (uint Limit, RateUnit Unit)? Limit(Word word, Findings findings)
    {
        switch (RateLimitParser.Parse(word.Text))
        {
            case Parsed<(uint, RateUnit)>.Accepted accepted:
                return accepted.Value;
            case Parsed<(uint, RateUnit)>.Refused refused:
                findings.Add(DiagnosticCodes.BadRate, word.Span, Refusal.Of(word, refused.Reason, refused.Suggestion));
                break;
        }

        return null;
    }
}
