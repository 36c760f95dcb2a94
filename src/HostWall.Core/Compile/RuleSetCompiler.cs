using HostWall.Core.Desired;
using HostWall.Core.Policy;
using HostWall.Core.Rules;

namespace HostWall.Core.Compile;

/// <summary>Turns a desired state into a rule set: the layout from the policy, the elements from the containers.</summary>
public static class RuleSetCompiler
{
    public static RuleSet Compile(DesiredState desired)
    {
        var policy = desired.Policy;
        var narrowed = new NarrowedPeers(policy);
        var peers = new PeerMatches(policy, narrowed);
        var rules = new TierRules(policy, peers);
        var same = new SameClasses(desired, rules);
        var servedPorts = policy.Tiers.ToDictionary(tier => tier.Name, tier => new ServedPorts(rules.To(tier.Name)), StringComparer.Ordinal);
        var served = new ServedRules(desired, narrowed);
        var judge = new JudgeChains(policy, rules, same);
        var asksForPublished = policy.Rules.Any(rule => rule.Published);
        List<Chain> chains =
        [
            .. new HookChains(policy.Settings.Mode, judge.Named).All(),
            .. policy.Tiers.SelectMany(tier => ChainsOf(tier, judge, same, servedPorts[tier.Name])),
            .. judge.Tails(),
            .. Deciding(policy),
        ];
        List<SetDeclaration> sets =
        [
            .. Sets(policy),
            .. narrowed.Sets,
            .. same.Sets,
            .. asksForPublished ? (SetDeclaration[])[new SetDeclaration.ContainerPorts(Names.Published, "ports that containers publish")] : [],
            .. served.Sets,
            .. policy.Rules.SelectMany(LimitChains.Memories),
        ];
        var layout = new Layout([.. sets], [.. Maps()], [.. chains], [.. CountersOf(chains)], desired.ForeignPatterns);
        return new RuleSet(layout, new ElementCompiler(desired, narrowed, same, served, servedPorts, asksForPublished).Compile());
    }

    private static IEnumerable<Chain> ChainsOf(Tier tier, JudgeChains judge, SameClasses same, ServedPorts servedPorts) =>
    [
        .. judge.To(tier, Sender.Containers, SameClass.None),
        .. same.Of(tier).SelectMany(receivers => judge.To(tier, Sender.Containers, receivers)),
        .. judge.To(tier, Sender.World, SameClass.None),
        .. judge.To(tier, Sender.Host, SameClass.None),
        .. judge.From(tier, Receiver.World),
        .. judge.From(tier, Receiver.Host),
        .. servedPorts.Classes.SelectMany(portClass => (Chain[])
        [
            .. judge.Served(tier, portClass, Sender.Containers, SameClass.None),
            .. same.Of(tier).SelectMany(receivers => judge.Served(tier, portClass, Sender.Containers, receivers)),
            .. judge.Served(tier, portClass, Sender.World, SameClass.None),
        ]),
    ];

    private static IEnumerable<Chain> Deciding(PolicyDocument policy) =>
    [
        .. policy.Rules.SelectMany(rule => Verdicts.OfRule(rule, policy.Settings.Mode)),
        .. policy.Tiers.Select(tier => Verdicts.OfIngressDefault(tier, policy.Settings.Mode)),
        .. policy.Tiers.Select(tier => Verdicts.OfEgressDefault(tier, policy.Settings.Mode)),
        Verdicts.OfInvalid(policy.Settings.Invalid, policy.Settings.Mode),
        Verdicts.OfMidStream(policy.Settings.Mode),
    ];

    private static IEnumerable<SetDeclaration> Sets(PolicyDocument policy) =>
    [
        new SetDeclaration.Links(Layout.ForeignSet, "bridges that are not Docker's"),
        new SetDeclaration.Links(Names.Filtered, "bridges with br_netfilter seen on"),
        new SetDeclaration.Endpoints(Names.Labelled, "every container that is in a tier"),
        .. policy.Tiers
            .Where(tier => !string.Equals(tier.Name, Tier.Unlabelled, StringComparison.Ordinal))
            .Select(tier => new SetDeclaration.Endpoints(Names.TierSet(tier.Name), $"tier {tier.Name}")),
        .. policy.Groups
            .Where(group => !group.IsEveryAddress)
            .Select(group => new SetDeclaration.Addresses(Names.GroupSet(group.Name), $"group {group.Name}", group.Addresses)),
    ];

    private static IEnumerable<MapDeclaration> Maps() =>
    [
        new MapDeclaration.ByDestination(Names.DestinationFromContainers, "containers to containers"),
        new MapDeclaration.ByDestination(Names.DestinationFromWorld, "world to containers"),
        new MapDeclaration.ByDestination(Names.DestinationFromHost, "host to containers"),
        new MapDeclaration.BySource(Names.SourceToWorld, "containers to world"),
        new MapDeclaration.BySource(Names.SourceToHost, "containers to host"),
        new MapDeclaration.ByHostPort(Names.ServedFromContainers, "containers to published ports that the host serves"),
        new MapDeclaration.ByHostPort(Names.ServedFromWorld, "world to published ports that the host serves"),
    ];

    private static IEnumerable<string> CountersOf(List<Chain> chains)
        => chains
            .SelectMany(chain => chain.Rules)
            .SelectMany(rule => rule.Statements)
            .OfType<Statement.Count>()
            .Select(count => count.Counter)
            .Distinct()
            .Order(StringComparer.Ordinal);
}
