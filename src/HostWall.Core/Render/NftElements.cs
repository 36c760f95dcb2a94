using System.Diagnostics;
using System.Globalization;
using HostWall.Core.Addressing;
using HostWall.Core.Rules;

namespace HostWall.Core.Render;

/// <summary>An element as nft writes it, with the sets or maps of the kernel that hold it.</summary>
internal sealed class NftElements(int generation)
{
    /// <summary>Each place that the element stands in: nft's family of the table, the name of the set or map, and the element's text.</summary>
    public IEnumerable<(string Table, string Holder, string Text)> Places(Element element) => element switch
    {
        Element.InSet(var set, var key) => [(NftTables.Inet, NftNames.OfFamily(generation, set, key.Address.Family), KeyText(key))],
        Element.Dispatch(var map, var key, var chain) => [(NftTables.Inet, NftNames.OfFamily(generation, map, key.Address.Family), $"{KeyText(key)} : goto {NftNames.OfGeneration(generation, chain)}")],
        Element.InContainerPorts port =>
        [
            (NftTables.Inet, NftNames.OfFamily(generation, port.Set, port.Key.Address.Family), $"{KeyText(port.Key)} . {PortText(port.Protocol, port.Port)}"),
        ],
        Element.InHostPorts port =>
        [
            (NftTables.Inet, HostPortHolder(port.Set, port.Family, port.HostAddress), HostPortKey(port.HostAddress, port.Protocol, port.Port)),
        ],
        Element.Serve serve => [(NftTables.Inet, HostPortHolder(serve.Map, serve.Family, serve.HostAddress), $"{HostPortKey(serve.HostAddress, serve.Protocol, serve.HostPort)} : goto {NftNames.OfGeneration(generation, serve.Chain)}")],
        Element.Link(Layout.ForeignSet, var name) => [Link(NftTables.Inet, Layout.ForeignSet, name), Link(NftTables.Bridge, Layout.ForeignSet, name)],
        Element.Link(var set, var name) => [Link(NftTables.Bridge, set, name)],
        _ => throw new UnreachableException(element.ToString()),
    };

    private (string Table, string Holder, string Text) Link(string table, string set, string name)
        => (table, NftNames.OfGeneration(generation, set), NftNames.Link(name));

    private static string KeyText(EndpointKey key) => $"{NftNames.Link(key.Bridge)} . {key.Address}";

    private string HostPortHolder(string holder, Family family, Address? host)
        => host is null ? NftNames.OfFamily(generation, holder, family) : NftNames.OfOneAddress(generation, holder, family);

    private static string HostPortKey(Address? host, Protocol protocol, ushort port)
        => host is { } address ? $"{address} . {PortText(protocol, port)}" : PortText(protocol, port);

    private static string PortText(Protocol protocol, ushort port)
        => string.Create(CultureInfo.InvariantCulture, $"{NftMatches.ProtocolWord(protocol)} . {port}");
}
