using System.Diagnostics;
using HostWall.Core.Addressing;
using HostWall.Core.Rules;

namespace HostWall.Core.Evaluate;

/// <summary>A rule set's chains, sets and maps by name, with their elements; a name that stands for nothing ends the program.</summary>
internal sealed class RuleSetIndex
{
    private readonly Dictionary<string, Chain> _chains;
    private readonly Dictionary<string, SetDeclaration> _sets;
    private readonly Dictionary<string, MapDeclaration> _maps;
    private readonly HashSet<(string Set, EndpointKey Key)> _endpoints = [];
    private readonly HashSet<(string Set, EndpointKey Key, Protocol Protocol, ushort Port)> _containerPorts = [];
    private readonly HashSet<(string Set, Family Family, Address? Host, Protocol Protocol, ushort Port)> _hostPorts = [];
    private readonly HashSet<(string Set, string Link)> _links = [];
    private readonly List<string> _foreign;
    private readonly Dictionary<(string Map, EndpointKey Key), string> _dispatch = [];
    private readonly Dictionary<(string Map, Family Family, Address? Host, Protocol Protocol, ushort Port), string> _served = [];

    public RuleSetIndex(RuleSet ruleSet)
    {
        var layout = ruleSet.Layout;
        _chains = layout.Chains.ToDictionary(chain => chain.Name, StringComparer.Ordinal);
        _sets = layout.Sets.ToDictionary(set => set.Name, StringComparer.Ordinal);
        _maps = layout.Maps.ToDictionary(map => map.Name, StringComparer.Ordinal);
        _foreign = [.. layout.ForeignPatterns];
        foreach (var element in ruleSet.Elements)
        {
            Add(element);
        }
    }

    public Chain Chain(string name) => Find(_chains, name);

    public bool HasEndpoint(string set, EndpointKey key)
    {
        Expect<SetDeclaration.Endpoints>(Find(_sets, set));
        return _endpoints.Contains((set, key));
    }

    public bool HasContainerPort(string set, EndpointKey key, Protocol protocol, ushort port)
    {
        Expect<SetDeclaration.ContainerPorts>(Find(_sets, set));
        return _containerPorts.Contains((set, key, protocol, port));
    }

    public bool HasHostPort(string set, Address host, Protocol protocol, ushort port)
    {
        Expect<SetDeclaration.HostPorts>(Find(_sets, set));
        return _hostPorts.Contains((set, host.Family, host, protocol, port)) || _hostPorts.Contains((set, host.Family, null, protocol, port));
    }

    public bool HasMemory(string set) => Expect<SetDeclaration.Memory>(Find(_sets, set)) is not null;

    public bool HasLink(string set, string link)
    {
        Expect<SetDeclaration.Links>(Find(_sets, set));
        return _links.Contains((set, link));
    }

    public bool HasAddress(string set, Address address)
        => Expect<SetDeclaration.Addresses>(Find(_sets, set)).Cidrs.Any(cidr => cidr.Contains(address));

    public bool IsForeign(Link link) => _foreign.Any(pattern => pattern.EndsWith('*')
        ? link.Name.StartsWith(pattern[..^1], StringComparison.Ordinal)
        : string.Equals(link.Name, pattern, StringComparison.Ordinal));

    /// <summary>Where a map sends a packet; null where it has nothing for it.</summary>
    public string? ChainFor(string map, Packet packet) => Find(_maps, map) switch
    {
        MapDeclaration.BySource => Dispatched(map, packet.In, packet.Source),
        MapDeclaration.ByDestination => Dispatched(map, packet.Out, packet.Destination),
        MapDeclaration.ByHostPort => Served(map, packet, packet.Destination) ?? Served(map, packet, host: null),
        var other => throw new UnreachableException($"no map {other}"),
    };

    private string? Dispatched(string map, Link? link, Address address)
        => link is null ? null : _dispatch.GetValueOrDefault((map, new EndpointKey(link.Name, address)));

    private string? Served(string map, Packet packet, Address? host)
        => _served.GetValueOrDefault((map, packet.Destination.Family, host, packet.Protocol, packet.Port));

    private void Add(Element element)
    {
        switch (element)
        {
            case Element.InSet member:
                Expect<SetDeclaration.Endpoints>(Find(_sets, member.Set));
                _endpoints.Add((member.Set, member.Key));
                break;
            case Element.InContainerPorts port:
                Expect<SetDeclaration.ContainerPorts>(Find(_sets, port.Set));
                _containerPorts.Add((port.Set, port.Key, port.Protocol, port.Port));
                break;
            case Element.InHostPorts port:
                Expect<SetDeclaration.HostPorts>(Find(_sets, port.Set));
                _hostPorts.Add((port.Set, port.Family, port.HostAddress, port.Protocol, port.Port));
                break;
            case Element.Link link:
                Expect<SetDeclaration.Links>(Find(_sets, link.Set));
                _links.Add((link.Set, link.Name));
                if (string.Equals(link.Set, Layout.ForeignSet, StringComparison.Ordinal))
                {
                    _foreign.Add(link.Name);
                }

                break;
            case Element.Dispatch dispatch:
                _dispatch.Add((Find(_maps, dispatch.Map).Name, dispatch.Key), Find(_chains, dispatch.Chain).Name);
                break;
            case Element.Serve serve:
                Expect<MapDeclaration.ByHostPort>(Find(_maps, serve.Map));
                _served.Add((serve.Map, serve.Family, serve.HostAddress, serve.Protocol, serve.HostPort), Find(_chains, serve.Chain).Name);
                break;
        }
    }

    private static T Find<T>(Dictionary<string, T> named, string name)
        => named.TryGetValue(name, out var found) ? found : throw new UnreachableException($"the rule set names {name}, which it does not have");

    private static T Expect<T>(object declaration)
        where T : class
        => declaration as T ?? throw new UnreachableException($"the rule set uses {declaration} as {typeof(T).Name}");
}
