using System.Globalization;
using HostWall.Core.Addressing;

namespace HostWall.Core.Render;

/// <summary>Writes protocols with their ports as nft's expressions.</summary>
internal static class NftPorts
{
    /// <summary>A set of plain ports would be a bitmap of 32 KiB in the kernel; with the protocol in front it is a small hash or interval set.</summary>
    public static IEnumerable<NftMatchText> Options(EquatableArray<PortMatch> ports)
    {
        var whole = ports.Where(match => match.Ports == PortRange.All).SelectMany(WholeProtocol).ToList();
        if (whole.Count > 0)
        {
            yield return new(whole.Count == 1 ? $"meta l4proto {whole[0]}" : $"meta l4proto {{ {string.Join(", ", whole)} }}");
        }

        var parts = ports.Where(match => match.Ports != PortRange.All).ToLookup(match => match.Protocol == Protocol.Icmp);
        var numbers = parts[false].ToList();
        if (numbers.Count > 0)
        {
            yield return new(numbers.Count == 1
                ? $"{NftMatches.ProtocolWord(numbers[0].Protocol)} dport {PortText(numbers[0].Ports)}"
                : $"meta l4proto . th dport {{ {string.Join(", ", numbers.Select(match => $"{NftMatches.ProtocolWord(match.Protocol)} . {PortText(match.Ports)}"))} }}");
        }

        foreach (var types in OfTypes([.. parts[true].SelectMany(match => IcmpType.In(match.Ports)).Distinct()]))
        {
            yield return types;
        }
    }

    /// <summary>Ports before destination NAT. One for each run of ports: nft 1.0.6 does not know the type of this field, and so no sets of it.</summary>
    public static IEnumerable<NftMatchText> OriginalOptions(EquatableArray<PortMatch> ports)
        => ports.Select(match => new NftMatchText(match.Ports == PortRange.All
            ? $"ct status dnat meta l4proto {NftMatches.ProtocolWord(match.Protocol)}"
            : $"ct status dnat meta l4proto {NftMatches.ProtocolWord(match.Protocol)} ct original proto-dst {PortText(match.Ports)}"));

    /// <summary>By numbers: nft's names differ from version to version.</summary>
    private static IEnumerable<NftMatchText> OfTypes(List<IcmpType> types)
    {
        var (v4, v6) = (types.Select(type => type.V4).OfType<byte>().ToList(), types.Select(type => type.V6).OfType<byte>().ToList());
        if (v4.Count > 0)
        {
            yield return new($"icmp type {NumberSet(v4)}", Family.IPv4);
        }

        if (v6.Count > 0)
        {
            yield return new($"icmpv6 type {NumberSet(v6)}", Family.IPv6);
        }
    }

    private static string NumberSet(List<byte> numbers) => numbers.Count == 1
        ? numbers[0].ToString(CultureInfo.InvariantCulture)
        : $"{{ {string.Join(", ", numbers.Order().Select(number => number.ToString(CultureInfo.InvariantCulture)))} }}";

    private static string[] WholeProtocol(PortMatch match)
        => match.Protocol == Protocol.Icmp ? ["icmp", "ipv6-icmp"] : [NftMatches.ProtocolWord(match.Protocol)];

    private static string PortText(PortRange range) => range.First == range.Last
        ? range.First.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{range.First}-{range.Last}");
}
