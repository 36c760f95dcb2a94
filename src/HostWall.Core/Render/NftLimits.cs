using System.Diagnostics;
using System.Globalization;
using HostWall.Core.Addressing;
using HostWall.Core.Rules;

namespace HostWall.Core.Render;

/// <summary>
/// Writes limits as nft's statements that go on only while within the limit. In this form a set that is full denies; the form that drops what is
/// over would let everything pass then.
/// </summary>
internal static class NftLimits
{
    private static readonly Family[] Families = [Family.IPv4, Family.IPv6];

    public static IEnumerable<NftMatchText> Rate(string memory, RateLimit limit, CountBy by)
    {
        var rate = string.Create(CultureInfo.InvariantCulture, $"limit rate {limit.Packets}/{PeriodWord(limit.Period)} burst {limit.Burst} packets");
        return Keys(memory, by).Select(key => new NftMatchText($"{key.Guard}update @{key.Set} {{ {key.Text} {rate} }}", key.Family));
    }

    /// <summary>The kernel forgets an entry with the last of its flows.</summary>
    public static IEnumerable<NftMatchText> Connections(string memory, uint max, CountBy by)
        => Keys(memory, by).Select(key => new NftMatchText(
            string.Create(CultureInfo.InvariantCulture, $"{key.Guard}add @{key.Set} {{ {key.Text} ct count {max} }}"), key.Family));

    /// <summary>
    /// The direction of a flow's first packet is always the same: it stands for all flows. It is still asked by family: nft tells the families apart
    /// no earlier than at the first word that is of one, so that what stands before such a word would be taken once for each.
    /// </summary>
    private static IEnumerable<(string Guard, string Set, string Text, Family? Family)> Keys(string memory, CountBy by) => by switch
    {
        CountBy.Nothing => Families.Select(family => ($"{NftMatches.FamilyWords(family)} ", NftMemories.Of(memory), "ct direction", (Family?)family)),
        CountBy.SourceAddress => [Key(memory, Family.IPv4, "ip saddr"), Key(memory, Family.IPv6, "ip6 saddr")],
        CountBy.SourceNetwork => [Key(memory, Family.IPv4, "ip saddr"), Key(memory, Family.IPv6, "ip6 saddr and ffff:ffff:ffff:ffff::")],
        CountBy.DestinationAddress => [Key(memory, Family.IPv4, "ip daddr"), Key(memory, Family.IPv6, "ip6 daddr")],
    };

    private static (string Guard, string Set, string Text, Family? Family) Key(string memory, Family family, string text)
        => ("", NftMemories.Of(memory, family), text, family);

    private static string PeriodWord(TimeSpan period) => period.TotalSeconds switch
    {
        1 => "second",
        60 => "minute",
        3600 => "hour",
        86400 => "day",
        _ => throw new UnreachableException($"no period of a rate: {period}"),
    };
}
