using HostWall.Core.Rules;

namespace HostWall.Core.Render;

/// <summary>
/// What tables hold, in a form in which what was rendered and what the kernel lists can be compared: where each chain hangs, the comments of its
/// rules in order, and the elements of each set and map. nft rewrites the rules' own words when it lists them, so that these cannot be compared.
/// </summary>
/// <param name="Chains">Key: family and name, as <c>inet forward</c>.</param>
/// <param name="Holders">Key: family and name; the elements in nft's words, those of interval sets as <see cref="NftIntervals"/>.</param>
public sealed record NftContents(
    IReadOnlyDictionary<string, NftChainContents> Chains,
    IReadOnlyDictionary<string, IReadOnlySet<string>> Holders)
{
    /// <summary>The elements of a set outside generations, whatever they are: packets make them, so that they are not compared.</summary>
    public static readonly IReadOnlySet<string> FilledByPackets = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>What the kernel must hold once that generation is in force.</summary>
    public static NftContents Of(RuleSet ruleSet, int generation, NftOptions options) => new NftTables(ruleSet, generation, options).Contents();

    public static string Key(string family, string name) => $"{family} {name}";

    /// <summary>The first way in which the kernel's contents are not these, for people; null where there is none. More than asked for is a difference too.</summary>
    public string? DifferenceTo(NftContents kernel)
        => FirstDifference("chain", Chains, kernel.Chains, (ours, theirs) => ours == theirs)
            ?? FirstDifference("set or map", Holders, kernel.Holders, (ours, theirs) => ours.SetEquals(theirs));

    private static string? FirstDifference<T>(string kind, IReadOnlyDictionary<string, T> ours, IReadOnlyDictionary<string, T> theirs, Func<T, T, bool> same)
    {
        foreach (var (key, value) in ours.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!theirs.TryGetValue(key, out var found))
            {
                return $"{kind} {key} is missing";
            }

            if (!same(value, found))
            {
                return $"{kind} {key} does not hold what it should";
            }
        }

        return theirs.Keys.Order(StringComparer.Ordinal).FirstOrDefault(key => !ours.ContainsKey(key)) is { } extra ? $"{kind} {extra} should not be there" : null;
    }
}

/// <param name="Place">Hook, priority and policy, as <c>forward -10 accept</c>; empty for a regular chain.</param>
/// <param name="Comments">Of its rules; empty for one without.</param>
public sealed record NftChainContents(string Place, EquatableArray<string> Comments);
