using HostWall.Core.Addressing;
using HostWall.Core.Desired;
using HostWall.Core.Policy;

namespace HostWall.Scenarios;

/// <summary>Finds the ends that a scenario's packet lines name.</summary>
internal static class Ends
{
    private static readonly Address[] Outside = [InventoryReader.ReadAddress("198.51.100.7"), InventoryReader.ReadAddress("2001:db8:ffff::7")];

    /// <summary>
    /// Two containers meet on a network that both are on, where there is one. <c>host</c> is the host's first address of the family, <c>world</c>
    /// a fixed one outside; an address is a container's, the host's, or else outside; <c>address@network</c> is one on that network that no known
    /// container has.
    /// </summary>
    public static (End From, End To) Of(DesiredState desired, string from, string to, Family family)
    {
        var (senders, receivers) = (Candidates(desired, from, family), Candidates(desired, to, family));
        var pairs = senders.SelectMany(_ => receivers, (sender, receiver) => (sender, receiver)).ToList();
        return pairs.Find(pair => pair is (End.Container a, End.Container b) && a.At.Bridge == b.At.Bridge) is ({ } sharing, { } shared)
            ? (sharing, shared)
            : pairs.Count > 0 ? pairs[0] : throw new FormatException($"no {family} packet from {from} to {to}");
    }

    private static List<End> Candidates(DesiredState desired, string name, Family family)
    {
        if (name == "host")
        {
            return [new End.Host(desired.HostAddresses.First(address => address.Family == family))];
        }

        if (name == "world")
        {
            return [new End.World(Outside.Single(address => address.Family == family))];
        }

        if (name.Split('@') is [var unknown, var network])
        {
            var bridge = desired.Containers.SelectMany(bound => bound.Container.Endpoints).First(endpoint => endpoint.NetworkName == network).Bridge;
            return [new End.Container(name, Tier.Unlabelled, new EndpointKey(bridge, InventoryReader.ReadAddress(unknown)))];
        }

        if (InventoryReader.FindAddress(name) is not { } address)
        {
            return Attachments(desired, bound => bound.Container.Name == name, at => at.Address.Family == family);
        }

        return Attachments(desired, _ => true, at => at.Address == address) is { Count: > 0 } found ? found
            : desired.HostAddresses.Contains(address) ? [new End.Host(address)] : [new End.World(address)];
    }

    private static List<End> Attachments(DesiredState desired, Func<BoundContainer, bool> who, Func<EndpointKey, bool> reached) =>
    [
        .. from bound in desired.Containers.Where(who)
           from endpoint in bound.Container.Endpoints
           from address in endpoint.Addresses
           let at = new EndpointKey(endpoint.Bridge, address)
           where reached(at)
           select new End.Container(bound, endpoint.NetworkName, at),
    ];
}
