namespace HostWall.Core.Addressing;

/// <summary>What a text was probably meant to say, by the readings that are common elsewhere. Only good for suggestions.</summary>
/// <param name="Fault">Why the text is not to be taken as it stands; null where only its spelling may differ.</param>
internal readonly record struct LooseAddress(Address Address, string? Fault)
{
    /// <summary>Null where no reading makes an address of the text.</summary>
    /// <param name="padRight">Whether missing numbers of an IPv4 address are zeros at its end, as in <c>10/8</c>, or before its last number, as in <c>127.1</c>.</param>
    public static LooseAddress? Read(string text, bool padRight)
        => text.Contains(':', StringComparison.Ordinal) ? ReadGroups(text) : ReadQuad(text, padRight);

    /// <summary>The IPv4 address inside an IPv6 one of ::ffff:0:0/96.</summary>
    public static Address? Unmapped(Address address)
        => address.Family == Family.IPv6 && address.Bits >> 32 == 0xFFFF
            ? new Address(Family.IPv4, (uint)address.Bits)
            : null;

    private static LooseAddress? ReadQuad(string text, bool padRight)
    {
        var parts = text.Split('.');
        if (parts.Length > 4 || !Array.TrueForAll(parts, IsDecimal))
        {
            return null;
        }

        UInt128 bits = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var place = i == parts.Length - 1 && !padRight ? 3 : i;
            bits |= (UInt128)Decimal(parts[i]) << (24 - (8 * place));
        }

        var fault = parts.Length < 4 ? "an IPv4 address has four numbers"
            : Array.Exists(parts, part => part.Length > 1 && part[0] == '0') ? "a leading zero makes a number octal for some programs"
            : null;
        return new LooseAddress(new Address(Family.IPv4, bits), fault);
    }

    private static bool IsDecimal(string part)
        => part.Length is > 0 and <= 4 && part.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0 && Decimal(part) <= 255;

    private static uint Decimal(string part) => part.Aggregate(0u, (value, digit) => (value * 10) + digit - '0');

    private static LooseAddress? ReadGroups(string text)
    {
        var scope = text.IndexOf('%', StringComparison.Ordinal);
        var bare = scope < 0 ? text : text[..scope];
        if (LooseGroups.Read(bare) is not { } bits)
        {
            return null;
        }

        var fault = scope >= 0 ? "a scope id means something on one host's links only" : null;
        return new LooseAddress(new Address(Family.IPv6, bits), fault);
    }
}
