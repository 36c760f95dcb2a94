using HostWall.Core.Desired;
using HostWall.Core.Policy;
using HostWall.Core.Rules;

namespace HostWall.Core.Compile;

/// <summary>What the containers of now add to sets and maps. A container in no tier adds nothing but its published ports: unknown is unlabelled.</summary>
internal static class ElementCompiler
{
    private const string Loopback = "lo";

    public static EquatableArray<Element> Compile(DesiredState desired, Func<string, ServedPorts> servedPortsOf)
        => desired.Members
            .Where(member => !string.Equals(member.Tier, Tier.Unlabelled, StringComparison.Ordinal))
            .SelectMany(OfMember)
            .Concat(OfCallsThroughLoopback(desired))
            .Concat(desired.Served.SelectMany(port => OfServed(port, servedPortsOf(port.Tier))))
            .Concat(desired.ForeignBridges.Select(bridge => new Element.Link(Layout.ForeignSet, bridge)))
            .Concat(desired.FilteredBridges.Select(bridge => new Element.Link(Names.Filtered, bridge)))
            .OrderBy(element => element.SortKey, StringComparer.Ordinal)
            .ToEquatableArray();

    private static IEnumerable<Element> OfMember(Member member) =>
    [
        new Element.InSet(Names.TierSet(member.Tier), member.Key),
        new Element.InSet(Names.Labelled, member.Key),
        new Element.Dispatch(Names.DestinationFromContainers, member.Key, Names.To(member.Tier, Sender.Containers)),
        new Element.Dispatch(Names.DestinationFromWorld, member.Key, Names.To(member.Tier, Sender.World)),
        new Element.Dispatch(Names.DestinationFromHost, member.Key, Names.To(member.Tier, Sender.Host)),
        new Element.Dispatch(Names.SourceToWorld, member.Key, Names.From(member.Tier, Receiver.World)),
        new Element.Dispatch(Names.SourceToHost, member.Key, Names.From(member.Tier, Receiver.Host)),
    ];

    /// <summary>
    /// Where the host calls its own published port, NAT has put in the container's address but the packet still leaves by loopback. An address
    /// that stands on two bridges cannot be told apart there and stays unlabelled.
    /// </summary>
    private static IEnumerable<Element> OfCallsThroughLoopback(DesiredState desired)
        => desired.Members
            .GroupBy(member => member.Key.Address)
            .Where(owners => owners.Count() == 1)
            .Select(owners => owners.Single())
            .Where(member => !string.Equals(member.Tier, Tier.Unlabelled, StringComparison.Ordinal))
            .Select(member => new Element.Dispatch(
                Names.DestinationFromHost,
                member.Key with { Bridge = Loopback },
                Names.To(member.Tier, Sender.Host)));

    private static IEnumerable<Element> OfServed(ServedPort port, ServedPorts classes)
    {
        var portClass = classes.ClassOf(port.Protocol, port.ContainerPort).Index;
        yield return new Element.Serve(
            Names.ServedFromContainers, port.Family, port.HostAddress, port.Protocol, port.HostPort, Names.Served(port.Tier, portClass, Sender.Containers));
        yield return new Element.Serve(
            Names.ServedFromWorld, port.Family, port.HostAddress, port.Protocol, port.HostPort, Names.Served(port.Tier, portClass, Sender.World));
    }
}
