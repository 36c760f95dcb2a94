using HostWall.Core.Addressing;
using HostWall.Core.Desired;
using HostWall.Core.Policy;
using HostWall.Core.Rules;

namespace HostWall.Core.Compile;

/// <summary>
/// What the containers of now add to sets and maps. A container in no tier adds only what some rule asks of it, and its published ports: unknown
/// is unlabelled.
/// </summary>
internal sealed class ElementCompiler(
    DesiredState desired,
    NarrowedPeers narrowed,
    SameClasses same,
    ServedRules served,
    IReadOnlyDictionary<string, ServedPorts> servedPorts,
    bool asksForPublished)
{
    private const string Loopback = "lo";

    private readonly Dictionary<string, BoundContainer> _containers = desired.Containers.ToDictionary(bound => bound.Container.Id, StringComparer.Ordinal);

    /// <summary>Addresses that stand on one bridge only.</summary>
    private readonly HashSet<Address> _unique = [.. desired.Members.CountBy(member => member.Key.Address).Where(count => count.Value == 1).Select(count => count.Key)];

    public EquatableArray<Element> Compile()
        => desired.Members.SelectMany(OfMember)
            .Concat(desired.Served.SelectMany(OfServed))
            .Concat(served.Elements)
            .Concat(desired.ForeignBridges.Select(bridge => new Element.Link(Layout.ForeignSet, bridge)))
            .Concat(desired.FilteredBridges.Select(bridge => new Element.Link(Names.Filtered, bridge)))
            .OrderBy(element => element.SortKey, StringComparer.Ordinal)
            .ToEquatableArray();

    private IEnumerable<Element> OfMember(Member member) =>
    [
        .. IsUnlabelled(member.Tier) ? [] : OfTier(member),
        .. OfClass(member),
        .. narrowed.SetsOf(_containers[member.ContainerId]).SelectMany(set => Keys(member).Select(key => new Element.InSet(set, key))),
        .. same.SetsOf(member).Select(set => new Element.InSet(set, member.Key)),
        .. asksForPublished ? OfPublished(member) : [],
    ];

    private IEnumerable<Element> OfTier(Member member) =>
    [
        new Element.InSet(Names.TierSet(member.Tier), member.Key),
        new Element.InSet(Names.Labelled, member.Key),
        new Element.Dispatch(Names.DestinationFromWorld, member.Key, Names.To(member.Tier, Sender.World, SameClass.None)),
        .. Keys(member).Select(key => new Element.Dispatch(Names.DestinationFromHost, key, Names.To(member.Tier, Sender.Host, SameClass.None))),
        new Element.Dispatch(Names.SourceToWorld, member.Key, Names.From(member.Tier, Receiver.World)),
        new Element.Dispatch(Names.SourceToHost, member.Key, Names.From(member.Tier, Receiver.Host)),
    ];

    private IEnumerable<Element> OfClass(Member member)
    {
        var receivers = same.Of(member);
        return IsUnlabelled(member.Tier) && receivers.Index == 0 ? []
            : [new Element.Dispatch(Names.DestinationFromContainers, member.Key, Names.To(member.Tier, Sender.Containers, receivers))];
    }

    private IEnumerable<Element> OfPublished(Member member)
        => from port in _containers[member.ContainerId].Container.Published.Select(port => (port.Protocol, port.ContainerPort)).Distinct()
           from key in Keys(member)
           select new Element.InContainerPorts(Names.Published, key, port.Protocol, port.ContainerPort);

    /// <summary>
    /// Where a packet to a member leaves. Where the host calls its own published port, NAT has put in the container's address but the packet still
    /// leaves by loopback. An address that stands on two bridges cannot be told apart there and stays unlabelled.
    /// </summary>
    private IEnumerable<EndpointKey> Keys(Member member)
        => _unique.Contains(member.Key.Address) ? [member.Key, member.Key with { Bridge = Loopback }] : [member.Key];

    private IEnumerable<Element> OfServed(ServedPort port)
    {
        var portClass = servedPorts[port.Tier].ClassOf(port.Protocol, port.ContainerPort).Index;
        return
        [
            Serve(Names.ServedFromContainers, port, Names.Served(port.Tier, portClass, Sender.Containers, same.Of(port))),
            Serve(Names.ServedFromWorld, port, Names.Served(port.Tier, portClass, Sender.World, SameClass.None)),
        ];
    }

    private static Element.Serve Serve(string map, ServedPort port, string chain)
        => new(map, port.Family, port.HostAddress, port.Protocol, port.HostPort, chain);

    private static bool IsUnlabelled(string tier) => string.Equals(tier, Tier.Unlabelled, StringComparison.Ordinal);
}
