using System.Diagnostics;
using HostWall.Core.Addressing;
using HostWall.Core.Rules;

namespace HostWall.Core.Render;

/// <summary>Writes matches as nft's expressions. One match may take several rules (two families, two kinds of ports): each alternative is a text, and all of them together mean the match.</summary>
internal sealed class NftMatches(Layout layout, int generation, int minutesWest)
{
    private static readonly Family[] Families = [Family.IPv4, Family.IPv6];

    /// <summary>The texts of a rule's matches: a packet matches when one of them does. None where it can never match.</summary>
    public IEnumerable<string> Alternatives(EquatableArray<Match> matches)
    {
        List<NftMatchText> texts = [NftMatchText.Anything];
        foreach (var match in matches)
        {
            var options = Options(match).ToList();
            texts = [.. from text in texts from option in options where text.Meets(option) select text.And(option)];
        }

        return texts.Select(text => text.Text);
    }

    /// <summary>The look-ups of a map, each with the words before <c>vmap</c>.</summary>
    public IEnumerable<string> Lookups(string map)
    {
        foreach (var family in Families)
        {
            var name = NftNames.OfFamily(generation, map, family);
            switch (layout.Maps.Single(declared => string.Equals(declared.Name, map, StringComparison.Ordinal)))
            {
                case MapDeclaration.BySource:
                    yield return $"iifname . {IpWord(family)} saddr vmap @{name}";
                    break;
                case MapDeclaration.ByDestination:
                    yield return $"oifname . {IpWord(family)} daddr vmap @{name}";
                    break;
                case MapDeclaration.ByHostPort:
                    yield return $"{IpWord(family)} daddr . meta l4proto . th dport vmap @{NftNames.OfOneAddress(generation, map, family)}";
                    yield return $"{FamilyWords(family)} meta l4proto . th dport vmap @{name}";
                    break;
            }
        }
    }

    public static string FamilyWords(Family family) => $"meta nfproto {(family == Family.IPv4 ? "ipv4" : "ipv6")}";

    public static string IpWord(Family family) => family == Family.IPv4 ? "ip" : "ip6";

    public static string ProtocolWord(Protocol protocol) => protocol switch
    {
        Protocol.Tcp => "tcp",
        Protocol.Udp => "udp",
        Protocol.Sctp => "sctp",
        Protocol.Icmp => throw new UnreachableException("ICMP has one protocol for each family"),
    };

    private IEnumerable<NftMatchText> Options(Match match) => match switch
    {
        Match.State(var states) => [new($"ct state {StateWords(states)}")],
        Match.FromBridge => [new(Bridge("iif"))],
        Match.ToBridge => [new(Bridge("oif"))],
        Match.FromLoopback => [new("iifname \"lo\"")],
        Match.ToLoopbackTranslated => [new("oifname \"lo\" ct status dnat fib daddr type != local")],
        Match.SourceIn(var set, var negated) => Families.Select(family
            => new NftMatchText($"iifname . {IpWord(family)} saddr {(negated ? "!= " : "")}@{NftNames.OfFamily(generation, set, family)}", family)),
        Match.DestinationIn(var set) => Families.Select(family
            => new NftMatchText($"oifname . {IpWord(family)} daddr @{NftNames.OfFamily(generation, set, family)}", family)),
        Match.SourceLink(var links) => [new($"iifname {Links(links)}")],
        Match.DestinationLink(var links) => [new($"oifname {Links(links)}")],
        Match.SourceAddress(var set) => FamiliesOf(set).Select(family => new NftMatchText($"{IpWord(family)} saddr @{NftNames.OfFamily(generation, set, family)}", family)),
        Match.DestinationAddress(var set) => FamiliesOf(set).Select(family => new NftMatchText($"{IpWord(family)} daddr @{NftNames.OfFamily(generation, set, family)}", family)),
        Match.Ports(var ports) => NftPorts.Options(ports),
        Match.OriginalPort(var ports) => NftPorts.OriginalOptions(ports),
        Match.DestinationPortIn(var set) => Families.Select(family
            => new NftMatchText($"oifname . {IpWord(family)} daddr . meta l4proto . th dport @{NftNames.OfFamily(generation, set, family)}", family)),
        Match.HostPortIn(var set) => Families.SelectMany(family => HostPorts(set, family)),
        Match.TimeOfWeek window => NftTimes.Options(window, minutesWest),
        Match.Before(var moment) => [new(NftTimes.Before(moment))],
        Match.Admitted => [new("ct status confirmed")],
        Match.UnderRate(var memory, var limit, var by) => NftLimits.Rate(memory, limit, by),
        Match.UnderConnections(var memory, var max, var by) => NftLimits.Connections(memory, max, by),
        Match.PacketTooBig => [new("icmpv6 type packet-too-big ct state related", Family.IPv6)],

        // A packet that was routed has a smaller hop limit: what comes from the link itself cannot be forged from afar.
        Match.NeighbourDiscovery =>
        [
            new("icmpv6 type { nd-router-solicit, nd-neighbor-solicit, nd-neighbor-advert } ip6 hoplimit 255", Family.IPv6),
            new("icmpv6 type { mld-listener-query, mld-listener-report, mld-listener-done, mld2-listener-report } ip6 hoplimit 1", Family.IPv6),
        ],
        Match.MidStream => [new("meta l4proto tcp ct state new tcp flags & (fin | syn | rst | ack) != syn")],
        Match.OnForeignBridge => layout.ForeignPatterns
            .Select(pattern => new NftMatchText($"meta ibrname {NftNames.Link(pattern)}"))
            .Prepend(new NftMatchText($"meta ibrname @{NftNames.OfGeneration(generation, Layout.ForeignSet)}")),
        Match.OnBridgeIn(var set) => [new($"meta ibrname @{NftNames.OfGeneration(generation, set)}")],
        Match.Arp => [new("ether type arp")],
        Match.Ip => [new("ether type { ip, ip6 }")],
        _ => throw new UnreachableException(match.ToString()),
    };

    private string Bridge(string direction)
    {
        var notForeign = layout.ForeignPatterns.Select(pattern => $" {direction}name != {NftNames.Link(pattern)}");
        return $"meta {direction}kind \"bridge\" {direction}name != @{NftNames.OfGeneration(generation, Layout.ForeignSet)}{string.Concat(notForeign)}";
    }

    private static string Links(EquatableArray<string> links)
        => links.Count == 1 ? NftNames.Link(links[0]) : $"{{ {string.Join(", ", links.Select(NftNames.Link))} }}";

    private IEnumerable<NftMatchText> HostPorts(string set, Family family) =>
    [
        new($"{IpWord(family)} daddr . meta l4proto . th dport @{NftNames.OfOneAddress(generation, set, family)}", family),
        new($"{FamilyWords(family)} meta l4proto . th dport @{NftNames.OfFamily(generation, set, family)}", family),
    ];

    private IEnumerable<Family> FamiliesOf(string set)
    {
        var declared = layout.Sets.OfType<SetDeclaration.Addresses>().Single(declared => string.Equals(declared.Name, set, StringComparison.Ordinal));
        return Families.Where(family => declared.Cidrs.Any(cidr => cidr.Family == family));
    }

    private static string StateWords(ConntrackStates states)
    {
        (ConntrackStates State, string Word)[] words =
        [
            (ConntrackStates.New, "new"),
            (ConntrackStates.Established, "established"),
            (ConntrackStates.Related, "related"),
            (ConntrackStates.Invalid, "invalid"),
            (ConntrackStates.Untracked, "untracked"),
        ];
        return string.Join(',', words.Where(word => states.HasFlag(word.State)).Select(word => word.Word));
    }
}
