using HostWall.Core.Addressing;
using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>
/// Every class of containers that policies can tell apart, whether such containers run or not: for each tier those who can get into it and differ in
/// what narrows a peer, in what <c>same</c> compares, or in what they publish. Each is stood for by a party like any other.
/// </summary>
internal sealed class ContainerClasses
{
    /// <summary>Who asks for more has no answer within a second.</summary>
    public const int Most = 4_096;

    private readonly Dictionary<string, EquatableArray<Party>> _byTier = new(StringComparer.Ordinal);

    private ContainerClasses()
    {
    }

    /// <summary>False where there are more classes than are kept, so that what holds for all of these need not hold for every container.</summary>
    public bool AreAll { get; private set; } = true;

    /// <summary>Those of a tier; of a tier that no policy has, nobody.</summary>
    public EquatableArray<Party> In(string tier) => _byTier.GetValueOrDefault(tier);

    /// <param name="policies">A tier that several have is entered as the first of them says.</param>
    /// <param name="asked">Ports that are asked about besides those that the policies name.</param>
    public static ContainerClasses Of(IReadOnlyCollection<PolicyDocument> policies, params ReadOnlySpan<PortMatch> asked)
    {
        var classes = new ContainerClasses();
        var distinctions = new Distinctions(policies, [.. asked]);
        foreach (var (policy, tier) in policies.SelectMany(policy => policy.Tiers.Select(tier => (policy, tier))).DistinctBy(each => each.tier.Name))
        {
            var left = Most - classes._byTier.Values.Sum(parties => parties.Count);
            var members = new TierMembers(distinctions, policy, tier);
            var found = members.All().Take(left + 1).ToList();
            classes.AreAll &= found.Count <= left && members.AreAll;
            classes._byTier.Add(tier.Name, [.. found.Take(left)]);
        }

        return classes;
    }
}
