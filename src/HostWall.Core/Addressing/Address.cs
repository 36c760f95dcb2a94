using System.Globalization;

namespace HostWall.Core.Addressing;

/// <summary>An IPv4 or IPv6 address. An IPv4 address occupies the low 32 bits of <paramref name="Bits"/>.</summary>
public readonly record struct Address(Family Family, UInt128 Bits) : IComparable<Address>
{
    /// <summary>The width of an address of this family, in bits.</summary>
    public int Width => WidthOf(Family);

    public static int WidthOf(Family family) => family == Family.IPv4 ? 32 : 128;

    /// <summary>fe80::/10: it names a link's end, never a container.</summary>
    public bool IsLinkLocal => Family == Family.IPv6 && Bits >> 118 == 0x3FA;

    public int CompareTo(Address other) => (Family, Bits).CompareTo((other.Family, other.Bits));

    /// <summary>The canonical text: dotted quad, or RFC 5952.</summary>
    public override string ToString() => Family == Family.IPv4 ? QuadText() : GroupText();

    private string QuadText()
    {
        var bits = (uint)Bits;
        return string.Create(CultureInfo.InvariantCulture, $"{bits >> 24}.{(bits >> 16) & 255}.{(bits >> 8) & 255}.{bits & 255}");
    }

    private string GroupText()
    {
        Span<ushort> groups = stackalloc ushort[8];
        for (var i = 0; i < 8; i++)
        {
            groups[i] = (ushort)(Bits >> (112 - (16 * i)));
        }

        var (start, length) = LongestZeroRun(groups);
        return length < 2
            ? Join(groups)
            : $"{Join(groups[..start])}::{Join(groups[(start + length)..])}";
    }

    private static string Join(ReadOnlySpan<ushort> groups)
    {
        var texts = new string[groups.Length];
        for (var i = 0; i < groups.Length; i++)
        {
            texts[i] = groups[i].ToString("x", CultureInfo.InvariantCulture);
        }

        return string.Join(':', texts);
    }

    private static (int Start, int Length) LongestZeroRun(ReadOnlySpan<ushort> groups)
    {
        var best = (Start: 0, Length: 0);
        for (var i = 0; i < groups.Length; i++)
        {
            var end = i;
            while (end < groups.Length && groups[end] == 0)
            {
                end++;
            }

            if (end - i > best.Length)
            {
                best = (i, end - i);
            }

            i = Math.Max(i, end - 1);
        }

        return best;
    }
}
