namespace HostWall.Core.Policy.Reading;

/// <summary>Finds what a misspelt name was probably meant to be.</summary>
internal static class NearNames
{
    /// <summary>A policy of thousands of names, each unknown, must not take minutes to refuse.</summary>
    private const int MostCandidates = 200;

    /// <summary>A clause to put behind a message, with its own leading "; ", or nothing.</summary>
    public static string DidYouMean(string name, IEnumerable<string> known)
        => Nearest(name, known) is { } near ? $"; did you mean \"{near}\"?" : string.Empty;

    /// <summary>The closest of the known names, the first of them where several are; null where none is close.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        string? best = null;
        var bestDistance = Tolerance(name) + 1;
        var lower = name.ToLowerInvariant();
        foreach (var candidate in known.Take(MostCandidates))
        {
            if (Math.Abs(candidate.Length - name.Length) < bestDistance && Distance(lower, candidate, bestDistance) is var distance && distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    /// <summary>Short names differ by little and mean other things all the same.</summary>
    private static int Tolerance(string name) => name.Length switch
    {
        <= 1 => 0,
        <= 4 => 1,
        <= 8 => 2,
        _ => 3,
    };

    /// <summary>Letters inserted, left out, replaced, or swapped with their neighbour; counted no further than to the limit.</summary>
    private static int Distance(string a, string b, int limit)
    {
        var (beforeLast, last, row) = (new int[b.Length + 1], Enumerable.Range(0, b.Length + 1).ToArray(), new int[b.Length + 1]);
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }

                least = Math.Min(least, row[j]);
            }

            // Rows never get better: what is over the limit here ends over it.
            if (least > limit)
            {
                return limit + 1;
            }

            (beforeLast, last, row) = (last, row, beforeLast);
        }

        return last[b.Length];
    }
}
