using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>What a policy's answer may hang on besides who and which port.</summary>
/// <param name="HostPort">The published port that the client asked the host for; null for none that any rule names.</param>
internal readonly record struct Occasion(DateTimeOffset At, ushort? HostPort);

/// <summary>The occasions on which some rules can say different things.</summary>
/// <param name="moments">All that come into question, the first of them now.</param>
internal sealed class Occasions(EquatableArray<DateTimeOffset> moments)
{
    public IEnumerable<Occasion> Of(IEnumerable<Rule> rules)
    {
        var all = rules.ToList();
        var timed = all.Where(rule => rule.When is not null || rule.Expires is not null).ToList();
        var times = timed.Count == 0
            ? moments.Take(1)
            : moments.DistinctBy(moment => new EquatableArray<bool>([.. timed.Select(rule => rule.AppliesAt(moment))]));
        return times.SelectMany(_ => HostPorts(all), (at, port) => new Occasion(at, port));
    }

    /// <summary>One port of each run in which the same rules name all; what none names is as if nothing was asked for.</summary>
    public static List<ushort?> HostPorts(IEnumerable<Rule> rules)
    {
        var named = rules.SelectMany(rule => rule.HostPorts).Distinct().ToList();
        return
        [
            null,
            .. named.SelectMany(match => (int[])[match.Ports.First, match.Ports.Last + 1])
                .Distinct()
                .Order()
                .Where(port => port <= ushort.MaxValue && named.Exists(match => match.Ports.Contains((ushort)port)))
                .Select(port => (ushort?)port),
        ];
    }
}
