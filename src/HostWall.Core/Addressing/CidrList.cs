namespace HostWall.Core.Addressing;

/// <summary>Arithmetic over lists of networks: what a kernel set of intervals accepts is sorted and disjoint.</summary>
public static class CidrList
{
    /// <summary>The same addresses as sorted, disjoint networks, merged where two halves make a whole.</summary>
    public static EquatableArray<Cidr> Flatten(IEnumerable<Cidr> cidrs)
    {
        var result = new List<Cidr>();
        foreach (var cidr in cidrs.Order())
        {
            if (result.Count > 0 && result[^1].Contains(cidr))
            {
                continue;
            }

            result.Add(cidr);
            MergeHalves(result);
        }

        return [.. result];
    }

    /// <summary>The addresses of <paramref name="cidrs"/> that are in none of <paramref name="except"/>, flattened.</summary>
    public static EquatableArray<Cidr> Subtract(IEnumerable<Cidr> cidrs, IEnumerable<Cidr> except)
    {
        var holes = Flatten(except).AsSpan();
        var result = new List<Cidr>();
        foreach (var cidr in Flatten(cidrs))
        {
            var start = CountWhile(holes, hole => hole.Last.CompareTo(cidr.First) < 0);
            var end = CountWhile(holes, hole => hole.First.CompareTo(cidr.Last) <= 0);
            Cut(cidr, holes[start..end], result);
        }

        return Flatten(result);
    }

    /// <summary>Whether an address is in one of many networks.</summary>
    /// <param name="flat">Sorted and disjoint.</param>
    public static bool Contains(EquatableArray<Cidr> flat, Address address)
    {
        var networks = flat.AsSpan();
        var upTo = CountWhile(networks, cidr => cidr.First.CompareTo(address) <= 0);
        return upTo > 0 && networks[upTo - 1].Contains(address);
    }

    /// <param name="holes">Those that overlap, sorted and disjoint: passing on only these keeps thousands of exceptions cheap.</param>
    private static void Cut(Cidr cidr, ReadOnlySpan<Cidr> holes, List<Cidr> result)
    {
        if (holes.IsEmpty)
        {
            result.Add(cidr);
            return;
        }

        if (holes[0].Contains(cidr))
        {
            return;
        }

        var (low, high) = Halves(cidr);
        var middle = CountWhile(holes, hole => hole.First.CompareTo(high.First) < 0);
        Cut(low, holes[..middle], result);
        Cut(high, holes[middle..], result);
    }

    /// <summary>How many at the start of a sorted list fulfil a condition that none behind them does.</summary>
    private static int CountWhile(ReadOnlySpan<Cidr> sorted, Func<Cidr, bool> condition)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = condition(sorted[middle]) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static (Cidr Low, Cidr High) Halves(Cidr cidr)
    {
        var length = cidr.PrefixLength + 1;
        var bit = UInt128.One << (cidr.Network.Width - length);
        var upper = cidr.Network with { Bits = cidr.Network.Bits | bit };
        return (new Cidr(cidr.Network, length), new Cidr(upper, length));
    }

    private static void MergeHalves(List<Cidr> list)
    {
        while (list.Count >= 2 && Parent(list[^2], list[^1]) is { } parent)
        {
            list.RemoveRange(list.Count - 2, 2);
            list.Add(parent);
        }
    }

    private static Cidr? Parent(Cidr low, Cidr high)
    {
        if (low.Family != high.Family || low.PrefixLength != high.PrefixLength || low.PrefixLength == 0)
        {
            return null;
        }

        var parent = new Cidr(low.Network, low.PrefixLength - 1);
        var aligned = (low.Network.Bits & Cidr.HostMask(low.Family, parent.PrefixLength)) == 0;
        return aligned && parent.Contains(high) && high != low ? parent : null;
    }
}
