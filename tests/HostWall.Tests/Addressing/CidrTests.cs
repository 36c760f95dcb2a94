using HostWall.Core.Addressing;

namespace HostWall.Tests.Addressing;

public sealed class CidrTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0", "10.255.255.255")]
    [InlineData("0.0.0.0/0", "0.0.0.0", "255.255.255.255")]
    [InlineData("192.0.2.7/32", "192.0.2.7", "192.0.2.7")]
    [InlineData("::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("2001:db8::/33", "2001:db8::", "2001:db8:7fff:ffff:ffff:ffff:ffff:ffff")]
    public void A_network_runs_from_its_first_to_its_last_address(string cidr, string first, string last)
    {
        Network(cidr).First.ToString().ShouldBe(first);
        Network(cidr).Last.ToString().ShouldBe(last);
        Network(cidr).Contains(Network(cidr).First).ShouldBeTrue();
        Network(cidr).Contains(Network(cidr).Last).ShouldBeTrue();
    }

    [Fact]
    public void A_network_of_one_family_holds_nothing_of_the_other()
    {
        Network("::/0").Contains(Network("10.0.0.0/8")).ShouldBeFalse();
        Network("0.0.0.0/0").Contains(Network("::1/128")).ShouldBeFalse();
        Network("0.0.0.0/0").Overlaps(Network("::/0")).ShouldBeFalse();
    }

    [Fact]
    public void The_wider_network_contains_the_narrower_and_not_the_other_way_round()
    {
        Network("10.0.0.0/8").Contains(Network("10.1.0.0/16")).ShouldBeTrue();
        Network("10.1.0.0/16").Contains(Network("10.0.0.0/8")).ShouldBeFalse();
        Network("10.1.0.0/16").Overlaps(Network("10.0.0.0/8")).ShouldBeTrue();
        Network("10.1.0.0/16").Overlaps(Network("10.2.0.0/16")).ShouldBeFalse();
    }

    private static Cidr Network(string text) => CidrParser.Parse(text).ShouldBeOfType<Parsed<Cidr>.Accepted>().Value;
}
