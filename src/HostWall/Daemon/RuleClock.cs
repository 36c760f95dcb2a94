using HostWall.Core;
using HostWall.Core.Evaluate;
using HostWall.Core.Policy;

namespace HostWall.Daemon;

/// <summary>Which rules applied when somebody last looked. The kernel keeps windows and expiries by itself; what they close has to be cut.</summary>
internal sealed class RuleClock
{
    /// <summary>The wall clock may be set: whatever it says, it is asked again after so long.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private EquatableArray<string> _applying;

    public void Keep(PolicyDocument policy, DateTimeOffset now) => _applying = Applying(policy, now);

    public bool HasMoved(PolicyDocument policy, DateTimeOffset now) => _applying != Applying(policy, now);

    /// <summary>How long it is until another look is worth while.</summary>
    public static TimeSpan UntilNext(PolicyDocument policy, DateTimeOffset now)
        => Moments.Next(policy, now) is { } next && next - now < Longest ? next - now : Longest;

    private static EquatableArray<string> Applying(PolicyDocument policy, DateTimeOffset now)
        => [.. policy.Rules.Where(rule => (rule.When is not null || rule.Expires is not null) && rule.AppliesAt(now)).Select(rule => rule.Name)];
}
