using System.Globalization;

namespace HostWall.Core.Addressing;

/// <summary>Reads an IPv6 address in any spelling that RFC 4291 allows.</summary>
internal static class LooseGroups
{
    private const int Count = 8;

    /// <summary>Null where the text is no address.</summary>
    public static UInt128? Read(string text)
    {
        var halves = text.Split("::");
        if (halves.Length > 2 || Groups(halves[0]) is not { } head)
        {
            return null;
        }

        if (halves.Length == 1)
        {
            return head.Count == Count ? Join(head) : null;
        }

        return Groups(halves[1]) is { } tail && head.Count + tail.Count < Count
            ? Join([.. head, .. Enumerable.Repeat<ushort>(0, Count - head.Count - tail.Count), .. tail])
            : null;
    }

    private static List<ushort>? Groups(string half)
    {
        var groups = new List<ushort>();
        if (half.Length == 0)
        {
            return groups;
        }

        foreach (var part in half.Split(':'))
        {
            if (part.Contains('.', StringComparison.Ordinal))
            {
                // RFC 4291 lets the last 32 bits be a dotted quad.
                if (LooseAddress.Read(part, padRight: false) is not { Fault: null } quad || !half.EndsWith(part, StringComparison.Ordinal))
                {
                    return null;
                }

                groups.Add((ushort)(quad.Address.Bits >> 16));
                groups.Add((ushort)quad.Address.Bits);
            }
            else if (part.Length is > 0 and <= 4 && ushort.TryParse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var group))
            {
                groups.Add(group);
            }
            else
            {
                return null;
            }
        }

        return groups;
    }

    private static UInt128 Join(List<ushort> groups)
        => groups.Aggregate(UInt128.Zero, (bits, group) => (bits << 16) | group);
}
