using CsCheck;
using HostWall.Core.Addressing;

namespace HostWall.Tests.Addressing;

public sealed class CidrParserTests
{
    [Theory]
    [InlineData("0.0.0.0/0")]
    [InlineData("10.0.0.0/8")]
    [InlineData("169.254.169.254/32")]
    [InlineData("::/0")]
    [InlineData("2001:db8:10::/48")]
    [InlineData("::1/128")]
    public void A_network_is_read_back_as_it_was_written(string text)
        => CidrParser.Parse(text).ShouldBeOfType<Parsed<Cidr>.Accepted>().Value.ToString().ShouldBe(text);

    [Theory]
    [InlineData("10/8", "10.0.0.0/8")]
    [InlineData("172.16/12", "172.16.0.0/12")]
    [InlineData("127.1/8", "127.0.0.0/8")]
    [InlineData("1", "0.0.0.1/32")]
    [InlineData("127.1", "127.0.0.1/32")]
    [InlineData("192.0.2.1", "192.0.2.1/32")]
    [InlineData("2001:db8::1", "2001:db8::1/128")]
    [InlineData("010.0.0.0/8", "10.0.0.0/8")]
    [InlineData("10.0.0.0/08", "10.0.0.0/8")]
    [InlineData("10.1.2.3/8", "10.0.0.0/8")]
    [InlineData("10.0.0.0/255.0.0.0", "10.0.0.0/8")]
    [InlineData("0.0.0.0/0.0.0.0", "0.0.0.0/0")]
    [InlineData("10.0.0.0 /8", "10.0.0.0/8")]
    [InlineData("2001:DB8::/32", "2001:db8::/32")]
    [InlineData("2001:db8:0:0::/64", "2001:db8::/64")]
    [InlineData("2001:db8::1/64", "2001:db8::/64")]
    [InlineData("fe80::%eth0/64", "fe80::/64")]
    [InlineData("::ffff:1.2.3.4/128", "1.2.3.4/32")]
    [InlineData("::ffff:10.0.0.0/104", "10.0.0.0/8")]
    [InlineData("::ffff:1.2.3.4", "1.2.3.4/32")]
    public void A_loose_spelling_is_refused_and_the_right_one_suggested(string text, string suggestion)
    {
        CidrParser.Parse(text).ShouldBeOfType<Parsed<Cidr>.Refused>().Suggestion.ShouldBe(suggestion);
        CidrParser.Parse(suggestion).ShouldBeOfType<Parsed<Cidr>.Accepted>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/8")]
    [InlineData("office")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/+8")]
    [InlineData("10.0.0.0/255.0.255.0")]
    [InlineData("10.0.0.0/8/8")]
    [InlineData("::/129")]
    [InlineData("::/255.0.0.0")]
    [InlineData("10.0.0.0/99999999999999999999")]
    [InlineData("10.0.0.1-10.0.0.9")]
    public void What_is_no_network_is_refused_without_a_suggestion(string text)
        => CidrParser.Parse(text).ShouldBeOfType<Parsed<Cidr>.Refused>().Suggestion.ShouldBeNull();

    [Fact]
    public void A_suggestion_is_always_accepted()
        => Gen.Char["0123456789abcdfx.:/%- "].Array[0, 24].Select(characters => new string(characters)).Sample(text =>
            CidrParser.Parse(text) is not Parsed<Cidr>.Refused { Suggestion: { } suggestion } || CidrParser.Parse(suggestion) is Parsed<Cidr>.Accepted);
}
