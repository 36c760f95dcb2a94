using System.Globalization;
using System.Numerics;

namespace HostWall.Core.Addressing;

/// <summary>Reads a network in its one canonical spelling, as <c>192.0.2.0/24</c> or <c>2001:db8::/32</c>.</summary>
public static class CidrParser
{
    public static Parsed<Cidr> Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? WithoutPrefix(text.Trim()) : WithPrefix(text, text[..slash].Trim(), text[(slash + 1)..].Trim());
    }

    private static Parsed<Cidr> WithoutPrefix(string text)
    {
        if (LooseAddress.Read(text, padRight: false) is not { } loose)
        {
            return new Parsed<Cidr>.Refused("not a network");
        }

        var address = LooseAddress.Unmapped(loose.Address) ?? loose.Address;
        return new Parsed<Cidr>.Refused("a network needs its prefix length", Cidr.Of(address).ToString());
    }

    private static Parsed<Cidr> WithPrefix(string text, string network, string prefix)
    {
        if (LooseAddress.Read(network, padRight: true) is not { } loose)
        {
            return new Parsed<Cidr>.Refused("not a network");
        }

        if (PrefixLength(prefix, loose.Address.Family) is not { } length)
        {
            return new Parsed<Cidr>.Refused(loose.Address.Family == Family.IPv4
                ? "the prefix length of an IPv4 network is 0 to 32"
                : "the prefix length of an IPv6 network is 0 to 128");
        }

        if (LooseAddress.Unmapped(loose.Address) is { } unmapped && length >= 96)
        {
            return new Parsed<Cidr>.Refused("an IPv4 network is not written inside an IPv6 one", NetworkOf(unmapped, length - 96).ToString());
        }

        var cidr = NetworkOf(loose.Address, length);
        var canonical = cidr.ToString();
        if (string.Equals(canonical, text, StringComparison.Ordinal))
        {
            return new Parsed<Cidr>.Accepted(cidr);
        }

        var hostBits = cidr.Network != loose.Address ? "the address has bits set behind the prefix" : null;
        return new Parsed<Cidr>.Refused(loose.Fault ?? hostBits ?? "not the canonical spelling", canonical);
    }

    private static Cidr NetworkOf(Address address, int length)
        => new(address with { Bits = address.Bits & ~Cidr.HostMask(address.Family, length) }, length);

    /// <summary>Also of a netmask, for the suggestion's sake.</summary>
    private static int? PrefixLength(string text, Family family)
    {
        if (text.Length is > 0 and <= 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            return length <= Address.WidthOf(family) ? length : null;
        }

        return family == Family.IPv4 && AddressParser.Parse(text) is Parsed<Address>.Accepted { Value: { Family: Family.IPv4 } mask }
            ? LengthOf((uint)mask.Bits)
            : null;
    }

    private static int? LengthOf(uint mask)
    {
        var ones = BitOperations.LeadingZeroCount(~mask);
        return BitOperations.PopCount(mask) == ones ? ones : null;
    }
}
