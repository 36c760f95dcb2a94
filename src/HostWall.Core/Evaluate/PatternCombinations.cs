using System.Text;
using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>Some of a list of patterns that one text matches, and no others of them.</summary>
/// <param name="Matched">The patterns by their place in the list.</param>
/// <param name="Texts">The shortest such texts, at most two.</param>
internal sealed record PatternCombination(Bits Matched, EquatableArray<string> Texts);

/// <summary>
/// Which patterns a text can match together, all of it: a walk, breadth first, over everything that can be said of a text as it grows, which is how
/// far into each pattern it may have come.
/// </summary>
internal sealed class PatternCombinations
{
    /// <summary>Patterns with many stars can make the walk long; none that people write comes near.</summary>
    private const int MostSteps = 20_000;

    private const int TextsKept = 2;
    private const char End = '\0';

    private readonly string _all;
    private readonly List<int> _starts = [];
    private readonly List<int> _ends = [];
    private readonly char[] _others;

    /// <summary>The patterns behind one another, each with a mark for its end.</summary>
    private PatternCombinations(IReadOnlyList<Pattern> patterns)
    {
        var all = new StringBuilder();
        foreach (var pattern in patterns)
        {
            _starts.Add(all.Length);
            all.Append(pattern.Text).Append(End);
            _ends.Add(all.Length - 1);
        }

        _all = all.ToString();
        var named = _all.ToHashSet();
        _others = [.. "xyzabcdefghijklmnopqrstuvw".Concat(Enumerable.Range(0x100, 0xC000).Select(code => (char)code)).Where(c => !named.Contains(c)).Take(TextsKept)];
    }

    /// <summary>Every combination there is for a text that is not empty, that of none included where some text matches none; null where there is too much to say.</summary>
    public static List<PatternCombination>? Of(IReadOnlyList<Pattern> patterns) => new PatternCombinations(patterns).Walk();

    private List<PatternCombination>? Walk()
    {
        var found = new Dictionary<Bits, List<string>>();
        var visits = new Dictionary<Bits, int>();
        var open = new Queue<(Bits Places, string Text)>();
        open.Enqueue((Reached(_starts), ""));
        var steps = 0;
        while (open.TryDequeue(out var at))
        {
            // The shortest texts to anywhere lead by the shortest texts to each place on the way; the empty one is not kept, and so counts as none.
            var visit = visits[at.Places] = visits.GetValueOrDefault(at.Places) + 1;
            if (visit > TextsKept + 1)
            {
                continue;
            }

            if (++steps > MostSteps)
            {
                return null;
            }

            if (at.Text.Length > 0)
            {
                Keep(found, at.Places, at.Text);
            }

            foreach (var next in Nexts(at.Places))
            {
                open.Enqueue((After(at.Places, next), at.Text + next));
            }
        }

        return [.. found.Select(pair => new PatternCombination(pair.Key, [.. pair.Value]))];
    }

    private void Keep(Dictionary<Bits, List<string>> found, Bits places, string text)
    {
        var matched = Bits.Where(_ends.Count, pattern => places.Has(_ends[pattern]));
        if (!found.TryGetValue(matched, out var texts))
        {
            found.Add(matched, texts = []);
        }

        if (texts.Count < TextsKept)
        {
            texts.Add(text);
        }
    }

    /// <summary>The characters that some pattern waits for here, and as many as are needed of those that none does.</summary>
    private IEnumerable<char> Nexts(Bits places) => _others.Concat(places.Numbers().Select(place => _all[place]).Where(c => c is not ('*' or '?' or End)).Distinct().Order());

    private Bits After(Bits places, char next) => Reached(places.Numbers().SelectMany(place => _all[place] switch
    {
        End => [],
        '*' => [place],
        '?' => [place + 1],
        var c => c == next ? [place + 1] : (int[])[],
    }));

    /// <summary>A star may also stand for nothing.</summary>
    private Bits Reached(IEnumerable<int> places)
    {
        var all = new List<int>();
        foreach (var start in places)
        {
            all.Add(start);
            for (var place = start; _all[place] == '*'; place++)
            {
                all.Add(place + 1);
            }
        }

        return Bits.Of(_all.Length, all);
    }
}
