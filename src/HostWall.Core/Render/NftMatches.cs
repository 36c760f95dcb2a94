using System.Diagnostics;
using System.Globalization;
using HostWall.Core.Addressing;
using HostWall.Core.Rules;

namespace HostWall.Core.Render;

/// <summary>Writes matches as nft's expressions. One match may take several rules (two families, two kinds of ports): each alternative is a text, and all of them together mean the match.</summary>
internal sealed class NftMatches(Layout layout, int generation)
{
    private static readonly Family[] Families = [Family.IPv4, Family.IPv6];

    /// <summary>The texts of a rule's matches: a packet matches when one of them does. None where it can never match.</summary>
    public IEnumerable<string> Alternatives(EquatableArray<Match> matches)
    {
        IEnumerable<string> texts = [""];
        foreach (var match in matches)
        {
            var options = Options(match).ToList();
            texts = texts.SelectMany(text => options.Select(option => $"{text}{option} ")).ToList();
        }

        return texts;
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
                    yield return $"meta nfproto {(family == Family.IPv4 ? "ipv4" : "ipv6")} meta l4proto . th dport vmap @{name}";
                    break;
            }
        }
    }

    public static string IpWord(Family family) => family == Family.IPv4 ? "ip" : "ip6";

    public static string ProtocolWord(Protocol protocol) => protocol switch
    {
        Protocol.Tcp => "tcp",
        Protocol.Udp => "udp",
        Protocol.Sctp => "sctp",
        Protocol.Icmp => throw new UnreachableException("ICMP has one protocol for each family"),
    };

    private IEnumerable<string> Options(Match match) => match switch
    {
        Match.State(var states) => [$"ct state {StateWords(states)}"],
        Match.FromBridge => [Bridge("iif")],
        Match.ToBridge => [Bridge("oif")],
        Match.FromLoopback => ["iifname \"lo\""],
        Match.ToLoopbackTranslated => ["oifname \"lo\" ct status dnat fib daddr type != local"],
        Match.SourceIn(var set, var negated) => Families.Select(family
            => $"iifname . {IpWord(family)} saddr {(negated ? "!= " : "")}@{NftNames.OfFamily(generation, set, family)}"),
        Match.SourceAddress(var set) => FamiliesOf(set).Select(family => $"{IpWord(family)} saddr @{NftNames.OfFamily(generation, set, family)}"),
        Match.DestinationAddress(var set) => FamiliesOf(set).Select(family => $"{IpWord(family)} daddr @{NftNames.OfFamily(generation, set, family)}"),
        Match.Ports(var ports) => PortOptions(ports),

        // A packet that was routed has a smaller hop limit: what comes from the link itself cannot be forged from afar.
        Match.NeighbourDiscovery =>
        [
            "icmpv6 type { nd-router-solicit, nd-neighbor-solicit, nd-neighbor-advert } ip6 hoplimit 255",
            "icmpv6 type { mld-listener-query, mld-listener-report, mld-listener-done, mld2-listener-report } ip6 hoplimit 1",
        ],
        Match.MidStream => ["meta l4proto tcp ct state new tcp flags & (fin | syn | rst | ack) != syn"],
        Match.OnForeignBridge => layout.ForeignPatterns
            .Select(pattern => $"meta ibrname {NftNames.Link(pattern)}")
            .Prepend($"meta ibrname @{NftNames.OfGeneration(generation, Layout.ForeignSet)}"),
        Match.OnBridgeIn(var set) => [$"meta ibrname @{NftNames.OfGeneration(generation, set)}"],
        Match.Arp => ["ether type arp"],
        Match.Ip => ["ether type { ip, ip6 }"],
        _ => throw new UnreachableException(match.ToString()),
    };

    private string Bridge(string direction)
    {
        var notForeign = layout.ForeignPatterns.Select(pattern => $" {direction}name != {NftNames.Link(pattern)}");
        return $"meta {direction}kind \"bridge\" {direction}name != @{NftNames.OfGeneration(generation, Layout.ForeignSet)}{string.Concat(notForeign)}";
    }

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

    /// <summary>A set of plain ports would be a bitmap of 32 KiB in the kernel; with the protocol in front it is a small hash or interval set.</summary>
    private static IEnumerable<string> PortOptions(EquatableArray<PortMatch> ports)
    {
        var whole = ports.Where(match => match.Ports == PortRange.All).SelectMany(WholeProtocol).ToList();
        if (whole.Count > 0)
        {
            yield return whole.Count == 1 ? $"meta l4proto {whole[0]}" : $"meta l4proto {{ {string.Join(", ", whole)} }}";
        }

        var parts = ports.Where(match => match.Ports != PortRange.All).ToList();
        if (parts.Count > 0)
        {
            yield return parts.Count == 1
                ? $"{ProtocolWord(parts[0].Protocol)} dport {PortText(parts[0].Ports)}"
                : $"meta l4proto . th dport {{ {string.Join(", ", parts.Select(match => $"{ProtocolWord(match.Protocol)} . {PortText(match.Ports)}"))} }}";
        }
    }

    private static string[] WholeProtocol(PortMatch match)
        => match.Protocol == Protocol.Icmp ? ["icmp", "ipv6-icmp"] : [ProtocolWord(match.Protocol)];

    private static string PortText(PortRange range) => range.First == range.Last
        ? range.First.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{range.First}-{range.Last}");
}
