using HostWall.Core.Addressing;

namespace HostWall.Core.Render;

/// <summary>
/// The elements of an interval set, in a form in which they can be compared: a kernel or an nft may list neighbouring networks as one range, or a
/// range as several.
/// </summary>
public static class NftIntervals
{
    /// <summary>Each run of addresses without a gap, as <c>192.0.2.0-192.0.2.255</c>.</summary>
    /// <param name="ranges">Of one family; both ends are included.</param>
    public static IReadOnlySet<string> Of(IEnumerable<(Address First, Address Last)> ranges)
    {
        var runs = new List<(Address First, Address Last)>();
        foreach (var range in ranges.OrderBy(range => range.First))
        {
            if (runs.Count > 0 && (runs[^1].Last.Bits >= range.First.Bits || runs[^1].Last.Bits + 1 == range.First.Bits))
            {
                runs[^1] = (runs[^1].First, runs[^1].Last.CompareTo(range.Last) < 0 ? range.Last : runs[^1].Last);
            }
            else
            {
                runs.Add(range);
            }
        }

        return runs.Select(run => $"{run.First}-{run.Last}").ToHashSet(StringComparer.Ordinal);
    }
}
