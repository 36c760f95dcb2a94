namespace HostWall.Core.Addressing;

/// <summary>Reads an address in its one canonical spelling: loose spellings mean different things to different programs.</summary>
public static class AddressParser
{
    public static Parsed<Address> Parse(string text)
    {
        if (LooseAddress.Read(text.Trim(), padRight: false) is not { } loose)
        {
            return new Parsed<Address>.Refused("not an IPv4 or IPv6 address");
        }

        if (LooseAddress.Unmapped(loose.Address) is { } unmapped)
        {
            return new Parsed<Address>.Refused("an IPv4 address is not written inside an IPv6 one", unmapped.ToString());
        }

        var canonical = loose.Address.ToString();
        return string.Equals(canonical, text, StringComparison.Ordinal)
            ? new Parsed<Address>.Accepted(loose.Address)
            : new Parsed<Address>.Refused(loose.Fault ?? "not the canonical spelling", canonical);
    }

    /// <summary>Null for whatever is not the canonical spelling of an address.</summary>
    public static Address? ParseOrNull(string text) => Parse(text) is Parsed<Address>.Accepted(var address) ? address : null;
}
