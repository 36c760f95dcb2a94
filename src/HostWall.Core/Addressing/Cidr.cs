using System.Globalization;

namespace HostWall.Core.Addressing;

/// <summary>A network: its first address and the length of the prefix. The host bits of <paramref name="Network"/> are zero.</summary>
public readonly record struct Cidr(Address Network, int PrefixLength) : IComparable<Cidr>
{
    public Family Family => Network.Family;

    public Address First => Network;

    public Address Last => Network with { Bits = Network.Bits | HostMask(Family, PrefixLength) };

    /// <summary>The network of one address.</summary>
    public static Cidr Of(Address address) => new(address, address.Width);

    /// <summary>The network of that length that an address stands in.</summary>
    public static Cidr Around(Address address, int prefixLength)
        => new(address with { Bits = address.Bits & ~HostMask(address.Family, prefixLength) }, prefixLength);

    /// <summary>Every address of a family.</summary>
    public static Cidr AllOf(Family family) => new(new Address(family, 0), 0);

    public bool Contains(Address address)
        => address.Family == Family && (address.Bits & ~HostMask(Family, PrefixLength)) == Network.Bits;

    public bool Contains(Cidr other) => PrefixLength <= other.PrefixLength && Contains(other.Network);

    public bool Overlaps(Cidr other) => Contains(other) || other.Contains(this);

    public int CompareTo(Cidr other)
    {
        var byNetwork = Network.CompareTo(other.Network);
        return byNetwork != 0 ? byNetwork : PrefixLength.CompareTo(other.PrefixLength);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Network}/{PrefixLength}");

    /// <summary>Ones where a prefix of that length leaves the address free.</summary>
    internal static UInt128 HostMask(Family family, int prefixLength)
    {
        var free = Address.WidthOf(family) - prefixLength;
        return free == 128 ? UInt128.MaxValue : (UInt128.One << free) - 1;
    }
}
