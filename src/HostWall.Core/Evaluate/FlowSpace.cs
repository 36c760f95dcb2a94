using HostWall.Core.Addressing;
using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>All flows that a policy can tell apart, by sender, receiver, port, host port, state and moment.</summary>
internal sealed class FlowSpace
{
    private static readonly ConntrackStates[] States =
        [ConntrackStates.New, ConntrackStates.Established, ConntrackStates.Related, ConntrackStates.Invalid, ConntrackStates.Untracked];

    private readonly PolicyDocument _policy;
    private readonly List<Party> _parties;
    private readonly List<PortMatch?> _ports;
    private readonly List<(Protocol Protocol, ushort Port)?> _hostPorts;
    private readonly EquatableArray<DateTimeOffset> _moments;
    private readonly Bits _publishing;

    public FlowSpace(PolicyDocument policy, Population population, DateTimeOffset now)
    {
        _policy = policy;
        _parties = Distinct(policy, population);
        _moments = Moments.From([policy], now);
        var cuts = policy.Rules.SelectMany(rule => rule.Ports).Append(new PortMatch(Protocol.Icmp, PortRange.Single(IcmpType.PacketTooBig.Ordinal))).Distinct().ToList();
        _ports = [.. Enum.GetValues<Protocol>().SelectMany(protocol => PortSpace.Atoms(protocol, cuts)).Select(atom => (PortMatch?)atom), null];
        _hostPorts =
        [
            null,
            .. from protocol in Enum.GetValues<Protocol>()
               from port in Occasions.HostPorts(policy.Rules).OfType<ushort>()
               select ((Protocol, ushort)?)(protocol, port),
        ];
        _publishing = Who(party => party is Party.InTier { Container.Published.IsEmpty: false });
    }

    /// <summary>What a rule is about, apart from what both ends must have in common.</summary>
    public EquatableArray<Box> About(Rule rule)
    {
        var box = new Box(
        [
            Who(party => ReferenceEvaluator.Covers(_policy, rule.From, party)),
            Who(party => ReferenceEvaluator.Covers(_policy, rule.To, party)),
            Ports(atom => rule.CoversEveryPort || (atom is { } port && rule.Ports.Any(match => match.Matches(port.Protocol, port.Ports.First)))),
            Bits.Where(_hostPorts.Count, index => rule.HostPorts.IsEmpty || (_hostPorts[index] is { } asked && rule.HostPorts.Any(match => match.Matches(asked.Protocol, asked.Port)))),
            Bits.Where(States.Length, index => rule.States.HasFlag(States[index])),
            Bits.Where(_moments.Count, index => rule.AppliesAt(_moments[index])),
        ]);
        var published = rule.Published
            ? (Box[])[With(box, (1, box.Parts[1].And(_publishing)), (2, Ports(atom => atom is { Protocol: not Protocol.Icmp })))]
            : [];
        return [.. published.Prepend(box).Where(each => !each.IsEmpty)];
    }

    /// <summary>The part of a box of which a policy decides: a container takes part, and it is not what always passes.</summary>
    public IEnumerable<Box> Judged(Box box)
    {
        var others = Who(party => party is not Party.InTier);
        var everything = new Box([Who(_ => true), Who(_ => true), Ports(_ => true), Bits.Where(_hostPorts.Count, _ => true), Bits.Where(States.Length, _ => true), Bits.Where(_moments.Count, _ => true)]);
        var neither = With(everything, (0, others), (1, others));
        var tooBig = With(
            everything,
            (2, Ports(atom => atom is { Protocol: Protocol.Icmp } port && port.Ports.Contains(IcmpType.PacketTooBig.Ordinal))),
            (4, Bits.Where(States.Length, index => States[index] == ConntrackStates.Related)));
        return box.Except(neither).SelectMany(piece => piece.Except(tooBig)).SelectMany(MatchingProtocols);
    }

    /// <summary>A flow that asked the host for a port asks for one of its own protocol.</summary>
    private IEnumerable<Box> MatchingProtocols(Box box)
    {
        foreach (var protocol in Enum.GetValues<Protocol>())
        {
            var piece = With(
                box,
                (2, box.Parts[2].And(Ports(atom => atom?.Protocol == protocol))),
                (3, box.Parts[3].And(Bits.Where(_hostPorts.Count, index => _hostPorts[index] is not { } asked || asked.Protocol == protocol))));
            if (!piece.IsEmpty)
            {
                yield return piece;
            }
        }

        var unnamed = With(box, (2, box.Parts[2].And(Ports(atom => atom is null))), (3, box.Parts[3].And(Bits.Where(_hostPorts.Count, index => _hostPorts[index] is null))));
        if (!unnamed.IsEmpty)
        {
            yield return unnamed;
        }
    }

    /// <summary>Of those whom no rule tells apart, one: what they have in common with others is not a part of boxes.</summary>
    private static List<Party> Distinct(PolicyDocument policy, Population population)
        => [.. population.All.DistinctBy(party => (
            party is Party.InTier,
            party is Party.InTier { Container.Published.IsEmpty: false },
            Bits.Where(policy.Rules.Count, index => ReferenceEvaluator.Covers(policy, policy.Rules[index].From, party)),
            Bits.Where(policy.Rules.Count, index => ReferenceEvaluator.Covers(policy, policy.Rules[index].To, party))))];

    private static Box With(Box box, params ReadOnlySpan<(int Part, Bits Value)> parts)
    {
        var all = box.Parts.AsSpan().ToArray();
        foreach (var (part, value) in parts)
        {
            all[part] = value;
        }

        return new Box([.. all]);
    }

    private Bits Who(Func<Party, bool> condition) => Bits.Where(_parties.Count, index => condition(_parties[index]));

    private Bits Ports(Func<PortMatch?, bool> condition) => Bits.Where(_ports.Count, index => condition(_ports[index]));
}
