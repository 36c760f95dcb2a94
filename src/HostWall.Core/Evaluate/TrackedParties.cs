using HostWall.Core.Addressing;
using HostWall.Core.Desired;
using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>Who the ends of an open flow are: containers by their addresses, the host by its own, who else is on a container bridge unlabelled, the rest the world.</summary>
internal sealed class TrackedParties
{
    private static readonly Cidr LoopbackNetwork = new(new Address(Family.IPv4, 127u << 24), 8);
    private static readonly Address Loopback6 = new(Family.IPv6, 1);

    private readonly PolicyDocument _policy;
    private readonly Dictionary<string, BoundContainer> _bound;
    private readonly ILookup<Address, KnownParty> _containers;
    private readonly HashSet<Address> _host;
    private readonly ILookup<(Protocol, Family, ushort HostPort), ServedPort> _served;
    private readonly List<string?> _links;
    private readonly EquatableArray<Cidr> _containerNetworks;
    private readonly KnownParty _hostItself;
    private readonly KnownParty _unlabelled;

    public TrackedParties(DesiredState desired)
    {
        _policy = desired.Policy;
        _bound = desired.Containers.ToDictionary(bound => bound.Container.Id, StringComparer.Ordinal);
        _containers = desired.Members.ToLookup(member => member.Key.Address, member => Known(Parties.Of(_bound[member.ContainerId], member.Network)));
        _host = [.. desired.HostAddresses];
        _served = desired.Served.ToLookup(served => (served.Protocol, served.Family, served.HostPort));
        _containerNetworks = desired.ContainerNetworks;
        _hostItself = Known(new Party.Host());
        _unlabelled = Known(new Party.InTier(Tier.Unlabelled));

        // Which link a flow of the world uses is not remembered: any that a group names may be it, or one that none does.
        _links = [null, .. desired.Policy.Groups.SelectMany(group => group.Interfaces).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>All that may be meant by an address; never none.</summary>
    public IEnumerable<KnownParty> Of(Address address)
    {
        if (_containers.Contains(address))
        {
            return _containers[address];
        }

        if (IsHost(address))
        {
            return [_hostItself];
        }

        // A container that has only just started, or an address that two claim; the kernel's rules judge it by the bridge.
        return CidrList.Contains(_containerNetworks, address) ? [_unlabelled] : _links.Select(link => Known(new Party.World(address, link)));
    }

    /// <summary>Whom a flow reaches, and at which port of theirs.</summary>
    public Target TargetOf(TrackedFlow flow, Protocol protocol)
    {
        var (asked, reached) = (flow.Original, flow.Reply);
        if (IsHost(reached.Source) && Served(protocol, reached.Source, reached.SourcePort) is { } served)
        {
            return new Target([Known(Owner(served))], served.ContainerPort, served.HostPort);
        }

        var isTranslated = asked.Destination != reached.Source || asked.DestinationPort != reached.SourcePort;
        return new Target(Of(reached.Source), reached.SourcePort, isTranslated ? asked.DestinationPort : null);
    }

    public bool IsHostWithItself(TrackedFlow flow) => IsHost(flow.Original.Source) && IsHost(flow.Reply.Source);

    private bool IsHost(Address address)
        => !_containers.Contains(address) && (_host.Contains(address) || LoopbackNetwork.Contains(address) || address == Loopback6);

    private ServedPort? Served(Protocol protocol, Address address, ushort port)
        => _served[(protocol, address.Family, port)]
            .Where(served => (served.HostAddress ?? address) == address)
            .MaxBy(served => served.HostAddress is not null);

    /// <summary>A port that two containers claim is nobody's in particular.</summary>
    private Party.InTier Owner(ServedPort served)
        => served.ContainerId is { } id ? Parties.Of(_bound[id], network: null) : new Party.InTier(served.Tier);

    private KnownParty Known(Party party) => new(_policy, party);
}

/// <param name="Parties">All that may be meant.</param>
/// <param name="HostPort">The published port that was asked for; null where the flow went straight there.</param>
internal sealed record Target(IEnumerable<KnownParty> Parties, ushort Port, ushort? HostPort);

/// <summary>A party, and the policy cut down to the rules that name it on one side: thousands of flows are asked about few containers.</summary>
internal sealed class KnownParty(PolicyDocument policy, Party party)
{
    private PolicyDocument? _sending;
    private PolicyDocument? _receiving;

    public Party Party { get; } = party;

    public PolicyDocument Sending => _sending ??= Naming(rule => rule.From);

    public PolicyDocument Receiving => _receiving ??= Naming(rule => rule.To);

    private PolicyDocument Naming(Func<Rule, EquatableArray<Peer>> side)
        => policy with { Rules = [.. policy.Rules.Where(rule => ReferenceEvaluator.Covers(policy, side(rule), Party))] };
}
