using HostWall.Core.Addressing;
using HostWall.Core.Desired;
using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>Those who stand for everybody when policies are asked: the classes of containers, the host, and the world by groups.</summary>
internal sealed class Population
{
    private readonly ContainerClasses _classes;
    private readonly ILookup<string, Party> _running;
    private readonly Representatives _outside;

    private Population(ContainerClasses classes, ILookup<string, Party> running, IReadOnlyList<Group> groups, IReadOnlyCollection<string> tiers)
    {
        (_classes, _running, _outside) = (classes, running, new Representatives(groups));
        All = [.. tiers.SelectMany(tier => In(tier)), new Party.Host(), .. _outside.All];
    }

    /// <summary>Everybody, so that what holds for all of these holds for all.</summary>
    public IReadOnlyList<Party> All { get; }

    /// <summary>False where there are more classes of containers than can be asked.</summary>
    public bool IsWhole => _classes.AreAll;

    /// <param name="policies">All that are asked.</param>
    /// <param name="running">Containers to ask about besides those that could be.</param>
    /// <param name="ports">Ports that are asked about besides those that the policies name.</param>
    public static Population Of(IReadOnlyCollection<PolicyDocument> policies, IEnumerable<BoundContainer> running, params ReadOnlySpan<PortMatch> ports) => new(
        ContainerClasses.Of(policies, ports),
        Different(policies, running).ToLookup(party => party.Tier, Party (party) => party, StringComparer.Ordinal),
        [.. policies.SelectMany(policy => policy.Groups)],
        [.. policies.SelectMany(policy => policy.Tiers).Select(tier => tier.Name).Distinct(StringComparer.Ordinal)]);

    /// <summary>Of running containers that no rule tells apart one is enough.</summary>
    private static IEnumerable<Party.InTier> Different(IReadOnlyCollection<PolicyDocument> policies, IEnumerable<BoundContainer> running)
    {
        var asked = policies.Select(policy => new ReachQuery(policy)).ToList();
        return running.SelectMany(Parties.Of).DistinctBy(party => new EquatableArray<PartyKind>([.. asked.Select(query => query.KindOf(party))]));
    }

    /// <summary>The members of a tier.</summary>
    public EquatableArray<Party> In(string tier) => [.. _classes.In(tier), .. _running[tier]];

    /// <summary>Somebody of the world who is in no group, if there is anybody.</summary>
    public EquatableArray<Party> World() => _outside.World();

    /// <summary>Somebody of a group who is in as few others as can be.</summary>
    public EquatableArray<Party> In(Group group) => _outside.Of(group);

    /// <summary>Those outside who are in several groups and speak for none of them.</summary>
    public IEnumerable<Party.World> Between(IReadOnlyCollection<Group> groups)
        => _outside.All.OfType<Party.World>().Except(groups.SelectMany(group => In(group)).Concat(World()).OfType<Party.World>());

    /// <summary>Everyone whom one of the peers stands for.</summary>
    public IEnumerable<Party> Covered(PolicyDocument policy, EquatableArray<Peer> peers)
        => All.Where(party => ReferenceEvaluator.Covers(policy, peers, party));

    /// <summary>Those of whom a test or a question speaks that names the peer: of the world, somebody whom no group names.</summary>
    public IEnumerable<Party> Meant(PolicyDocument policy, Peer peer) => peer switch
    {
        Peer.World => World(),
        Peer.InGroup group => In(policy.Group(group.Group)),
        Peer.InTier tier => In(tier.Tier),
        _ => Covered(policy, [peer]),
    };
}
