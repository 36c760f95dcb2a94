using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>One way in which a container can have a trait.</summary>
/// <param name="Matched">The patterns that it matches, by their place among the trait's.</param>
/// <param name="Texts">The trait's value; of networks all that it stands on, that of its address in question first; none where it lacks the trait.</param>
internal sealed record TraitValue(Bits Matched, EquatableArray<string> Texts);

/// <summary>The values of a trait that a policy can tell apart.</summary>
internal static class TraitValues
{
    /// <summary>Unions of networks are many where patterns are many.</summary>
    private const int MostUnions = 256;

    /// <param name="compared">Whether values are compared with each other too: then two of each kind are needed, else one.</param>
    /// <param name="values">The first of those that are alike is the plainest.</param>
    /// <returns>Whether these are all.</returns>
    public static bool Of(Trait trait, IReadOnlyList<Pattern> patterns, bool compared, out List<TraitValue> values)
    {
        var found = PatternCombinations.Of(patterns);
        var singles = (found ?? [new PatternCombination(Bits.None(patterns.Count), ["x", "y"])])
            .SelectMany(combination => combination.Texts.Take(compared ? combination.Texts.Count : 1).Select(text => new TraitValue(combination.Matched, [text])))
            .ToList();
        if (trait is Trait.Network)
        {
            return Networks(singles, compared, out values) && found is not null;
        }

        var lacks = new TraitValue(Bits.None(patterns.Count), []);
        var plain = singles.Count(single => single.Matched.IsEmpty);
        values = trait switch
        {
            // They have no text that a pattern could match where none does, so that they need not be named.
            Trait.Image or Trait.Name => [.. singles.Select(single => single.Matched.IsEmpty ? lacks : single).Distinct()],
            _ when compared && plain > 1 => singles,
            _ when compared => [lacks, .. singles],
            _ => [lacks, .. singles.Where(single => !single.Matched.IsEmpty)],
        };
        var empty = Bits.Where(patterns.Count, index => patterns[index].Matches(""));
        if (trait is Trait.Label && !values.Exists(value => value.Matched.Equals(empty)))
        {
            values.Add(new TraitValue(empty, [""]));
        }

        return found is not null;
    }

    private static bool Networks(List<TraitValue> singles, bool compared, out List<TraitValue> values)
    {
        var unions = new Dictionary<Bits, TraitValue>();
        var open = new Queue<TraitValue>(singles);
        while (open.TryDequeue(out var union) && unions.Count < MostUnions)
        {
            if (unions.TryAdd(union.Matched, union))
            {
                foreach (var single in singles.Where(single => !single.Matched.IsWithin(union.Matched)))
                {
                    open.Enqueue(new TraitValue(union.Matched.Or(single.Matched), [.. union.Texts, .. single.Texts]));
                }
            }
        }

        // Networks that no pattern names can be anybody's besides, and two of them are enough to be on the same or on different ones.
        var plain = singles.FindAll(single => single.Matched.IsEmpty);
        values = compared
            ? [.. from union in unions.Values
                  from single in plain.Count > 1 ? plain : singles
                  where single.Matched.IsWithin(union.Matched)
                  select new TraitValue(union.Matched, [.. single.Texts.Concat(union.Texts).Distinct()])]
            : [.. unions.Values];
        return open.Count == 0;
    }
}
