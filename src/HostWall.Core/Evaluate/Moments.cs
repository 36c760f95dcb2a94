using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>When a policy may begin to say something else, by windows that open and close and rules that expire.</summary>
public static class Moments
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>From now on, for each set of rules that ever apply together, the first moment at which they do: whoever asks at all of them has heard all.</summary>
    /// <returns>Sorted; <paramref name="now"/> first.</returns>
    public static EquatableArray<DateTimeOffset> From(IEnumerable<PolicyDocument> policies, DateTimeOffset now)
    {
        var rules = policies.SelectMany(policy => policy.Rules).Where(rule => rule.When is not null || rule.Expires is not null).ToList();
        var windows = rules.Select(rule => rule.When).OfType<Window>().Distinct().ToList();

        // Windows come round each week: from now and from each expiry on, one turn of every boundary shows all that they do together.
        var turns = rules.Select(rule => rule.Expires).OfType<DateTimeOffset>().Where(expiry => expiry > now).Append(now).Select(turn => turn.ToUniversalTime()).Distinct();
        return
        [
            .. turns.SelectMany(turn => windows.SelectMany(window => Boundaries(window, turn)).Append(turn))
                .Distinct()
                .Order()
                .DistinctBy(moment => new EquatableArray<bool>([.. rules.Select(rule => rule.AppliesAt(moment))])),
        ];
    }

    /// <summary>The next moment at which a policy may say something else; null for never.</summary>
    public static DateTimeOffset? Next(PolicyDocument policy, DateTimeOffset now)
    {
        var coming = policy.Rules
            .Where(rule => !(rule.Expires <= now))
            .SelectMany(rule => rule.When is { } window ? Boundaries(window, now).Take(1).Select(boundary => (DateTimeOffset?)boundary).Append(rule.Expires) : [rule.Expires])
            .OfType<DateTimeOffset>()
            .Select(moment => moment.ToUniversalTime())
            .ToList();
        return coming.Count == 0 ? null : coming.Min();
    }

    /// <summary>The moments of the week to come at which the window opens or closes, sorted.</summary>
    private static IEnumerable<DateTimeOffset> Boundaries(Window window, DateTimeOffset after)
    {
        // A rule that expires at the end of all time has no week after it.
        if (after > DateTimeOffset.MaxValue.AddDays(-9))
        {
            yield break;
        }

        var midnight = new DateTimeOffset(after.UtcDateTime.Date, TimeSpan.Zero);
        TimeSpan[] times = [.. new SortedSet<TimeSpan> { TimeSpan.Zero, window.From, window.To }];
        for (var day = 0; day <= 7; day++)
        {
            foreach (var boundary in times.Select(time => midnight.AddDays(day) + time).Where(boundary => boundary > after && boundary <= after + Week))
            {
                if (window.Contains(boundary) != window.Contains(boundary - TimeSpan.FromTicks(1)))
                {
                    yield return boundary;
                }
            }
        }
    }
}
