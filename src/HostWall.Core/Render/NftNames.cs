using System.Diagnostics;
using System.Globalization;
using HostWall.Core.Addressing;
using HostWall.Core.Rules;
using HostWall.Core.Text;

namespace HostWall.Core.Render;

/// <summary>The one place where a name or a text of somebody else's becomes part of an nft script.</summary>
public static class NftNames
{
    /// <summary>The name of HostWall's tables, one in family inet and one in family bridge.</summary>
    public const string Table = "hostwall";

    /// <summary>For texts that are kept and compared, not loaded: names stand without a number.</summary>
    public const int NoGeneration = 0;

    private const int LongestComment = 128;

    /// <summary>
    /// Chains, sets and maps carry the number of their generation, so that no name ever changes its meaning; the prefix also keeps names that
    /// are nft's keywords or begin with a digit out of its grammar's way.
    /// </summary>
    public static string OfGeneration(int generation, string name)
        => generation == NoGeneration ? Checked(name) : string.Create(CultureInfo.InvariantCulture, $"g{generation}_{Checked(name)}");

    /// <summary>The generation that a name belongs to; null where it belongs to none.</summary>
    public static int? GenerationOf(string name)
    {
        var end = name.IndexOf('_', StringComparison.Ordinal);
        return end > 1 && name[0] == 'g' && int.TryParse(name.AsSpan(1, end - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
            ? generation
            : null;
    }

    /// <summary>A set or map of one family.</summary>
    public static string OfFamily(int generation, string name, Family family) => OfGeneration(generation, name) + FamilyDigit(family);

    /// <summary>The map of host ports that holds those published on one address only.</summary>
    public static string OfOneAddress(int generation, string name, Family family) => $"{OfFamily(generation, name, family)}_at";

    public static string OfCounter(string name) => Checked(name);

    /// <summary>A link's name or pattern in quotes.</summary>
    public static string Link(string name)
        => LinkName.IsExpressiblePattern(name) ? $"\"{name}\"" : throw new UnreachableException($"link name not checked: {name}");

    /// <summary>A comment in quotes: printable ASCII without quotes and backslashes, cut to what the kernel holds.</summary>
    public static string Comment(string text, Origin? origin)
    {
        var place = origin is { } line ? $" ({line})" : "";
        var clean = string.Concat((text + place).Select(c => c is >= ' ' and <= '~' and not '"' and not '\\' ? c : '?'));
        return $"comment \"{(clean.Length > LongestComment ? clean[..LongestComment] : clean)}\"";
    }

    /// <summary>The comment that a rendered rule ends in; empty where it has none.</summary>
    public static string CommentIn(string rule)
    {
        const string Start = " comment \"";
        var at = rule.LastIndexOf(Start, StringComparison.Ordinal);
        return at < 0 ? "" : rule[(at + Start.Length)..^1];
    }

    public static string LogPrefix(LogSubject subject) => $"\"{subject.ToPrefix()}\"";

    private static char FamilyDigit(Family family) => family == Family.IPv4 ? '4' : '6';

    private static string Checked(string name)
        => name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-')
            ? name
            : throw new UnreachableException($"name not made by the compiler: {name}");
}
