using System.Net;
using CsCheck;
using HostWall.Core.Addressing;

namespace HostWall.Tests.Addressing;

public sealed class AddressTextTests
{
    /// <summary>Half of the groups are zeros, so that runs of them come in every length and place.</summary>
    private static readonly Gen<Address> IPv6 = Gen.OneOf(Gen.Const((ushort)0), Gen.UShort).Array[8]
        .Select(groups => new Address(Family.IPv6, groups.Aggregate(UInt128.Zero, (bits, group) => (bits << 16) | group)));

    private static readonly Gen<Address> IPv4 = Gen.UInt.Select(bits => new Address(Family.IPv4, bits));

    [Fact]
    public void Every_address_but_a_mapped_one_is_read_from_its_text()
        => Gen.OneOf(IPv4, IPv6).Sample(address => AddressParser.ParseOrNull(address.ToString()) == address || IsMapped(address));

    [Fact]
    public void The_text_is_the_one_that_others_write()
        => Gen.OneOf(IPv4, IPv6).Sample(address => address.ToString() == Framework(address).ToString() || HasEmbeddedQuad(address));

    private static bool IsMapped(Address address) => address.Family == Family.IPv6 && address.Bits >> 32 == 0xFFFF;

    /// <summary>The framework writes some IPv6 addresses with a dotted quad at the end; RFC 5952 leaves that to those who know the prefix.</summary>
    private static bool HasEmbeddedQuad(Address address) => Framework(address).ToString().Contains('.', StringComparison.Ordinal) && address.Family == Family.IPv6;

    private static IPAddress Framework(Address address)
    {
        var bytes = new byte[address.Width / 8];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[^(i + 1)] = (byte)(address.Bits >> (8 * i));
        }

        return new IPAddress(bytes);
    }
}
