using System.Diagnostics;
using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>Looks up what a checked policy names; a name that stands for nothing is our fault, not the operator's.</summary>
internal static class PolicyNames
{
    public static Tier Tier(this PolicyDocument policy, string name) => policy.FindTier(name) ?? throw new UnreachableException($"no tier {name}");

    public static Group Group(this PolicyDocument policy, string name) => policy.FindGroup(name) ?? throw new UnreachableException($"no group {name}");

    public static Tier? FindTier(this PolicyDocument policy, string name)
        => policy.Tiers.FirstOrDefault(tier => string.Equals(tier.Name, name, StringComparison.Ordinal));

    public static Group? FindGroup(this PolicyDocument policy, string name)
        => policy.Groups.FirstOrDefault(group => string.Equals(group.Name, name, StringComparison.Ordinal));
}
