using CsCheck;
using HostWall.Core.Addressing;

namespace HostWall.Tests.Addressing;

public sealed class CidrListTests
{
    private const int Universe = 1 << 8;

    /// <summary>Networks among the last 256 addresses of both families: few enough to count them one by one, and at the end where arithmetic overflows.</summary>
    private static readonly Gen<Cidr[]> Cidrs = Gen.Select(Gen.Enum<Family>(), Gen.Int[0, 8], Gen.Int[0, Universe - 1], Network).Array[0, 8];

    [Fact]
    public void Flattening_keeps_exactly_the_addresses()
        => Cidrs.Sample(cidrs => Members(CidrList.Flatten(cidrs)).SetEquals(Members(cidrs)));

    [Fact]
    public void Subtracting_takes_exactly_the_addresses_away()
        => Gen.Select(Cidrs, Cidrs).Sample((cidrs, except) =>
        {
            var expected = Members(cidrs);
            expected.ExceptWith(Members(except));
            return Members(CidrList.Subtract(cidrs, except)).SetEquals(expected);
        });

    [Fact]
    public void A_flat_list_contains_exactly_its_members()
        => Gen.Select(Cidrs, Gen.Enum<Family>(), Gen.Int[0, Universe - 1]).Sample((cidrs, family, last) =>
        {
            var address = new Address(family, End(family) - (uint)last);
            return CidrList.Contains(CidrList.Flatten(cidrs), address) == Members(cidrs).Contains(address);
        });

    [Fact]
    public void Results_are_sorted_disjoint_and_merged()
        => Gen.Select(Cidrs, Cidrs).Sample((cidrs, except) =>
        {
            foreach (var list in new[] { CidrList.Flatten(cidrs), CidrList.Subtract(cidrs, except) })
            {
                list.ShouldBe(list.Order());
                list.Zip(list.Skip(1)).ShouldAllBe(pair => !pair.First.Overlaps(pair.Second));
                CidrList.Flatten(list).ShouldBe(list);
                list.Zip(list.Skip(1)).ShouldAllBe(pair => !AreHalves(pair.First, pair.Second));
            }
        });

    [Fact]
    public void A_hole_of_one_address_in_all_of_a_family_leaves_a_network_for_every_bit()
        => CidrList.Subtract([Cidr.AllOf(Family.IPv6)], [Cidr.Of(new Address(Family.IPv6, 1))]).Count.ShouldBe(128);

    [Fact]
    public void A_network_less_itself_is_nothing()
        => CidrList.Subtract([Cidr.AllOf(Family.IPv4), Cidr.AllOf(Family.IPv6)], [Cidr.AllOf(Family.IPv6), Cidr.AllOf(Family.IPv4)]).ShouldBeEmpty();

    [Fact(Timeout = 60_000)]
    public async Task Thousands_of_exceptions_are_quick()
    {
        var except = Enumerable.Range(0, 20_000).Select(i => Cidr.Of(new Address(Family.IPv6, (UInt128)i << 40)));
        var rest = await Task.Run(() => CidrList.Subtract([Cidr.AllOf(Family.IPv6)], except), TestContext.Current.CancellationToken);

        rest.ShouldNotBeEmpty();
    }

    private static Cidr Network(Family family, int free, int last)
    {
        var start = (UInt128)(uint)(last >> free << free);
        return new Cidr(new Address(family, End(family) - (Universe - 1) + start), Address.WidthOf(family) - free);
    }

    private static UInt128 End(Family family) => family == Family.IPv4 ? uint.MaxValue : UInt128.MaxValue;

    private static HashSet<Address> Members(IEnumerable<Cidr> cidrs)
    {
        var members = new HashSet<Address>();
        foreach (var cidr in cidrs)
        {
            for (var i = 0; i <= (int)(cidr.Last.Bits - cidr.First.Bits); i++)
            {
                members.Add(cidr.First with { Bits = cidr.First.Bits + (uint)i });
            }
        }

        return members;
    }

    private static bool AreHalves(Cidr low, Cidr high)
        => low.Family == high.Family
            && low.PrefixLength == high.PrefixLength
            && low.Network.Bits >> (low.Network.Width - low.PrefixLength + 1) == high.Network.Bits >> (low.Network.Width - low.PrefixLength + 1);
}
