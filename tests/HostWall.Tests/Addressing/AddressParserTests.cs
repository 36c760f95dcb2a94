using HostWall.Core.Addressing;

namespace HostWall.Tests.Addressing;

public sealed class AddressParserTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("192.0.2.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("2001:db8::1")]
    [InlineData("fe80::42:acff:fe11:2")]
    [InlineData("2001:db8:0:1:1:1:1:1")]
    [InlineData("2001:0:0:1::1")]
    public void An_address_is_read_back_as_it_was_written(string text)
        => AddressParser.Parse(text).ShouldBeOfType<Parsed<Address>.Accepted>().Value.ToString().ShouldBe(text);

    [Theory]
    [InlineData("1", "0.0.0.1")]
    [InlineData("127.1", "127.0.0.1")]
    [InlineData("010.0.0.1", "10.0.0.1")]
    [InlineData(" 10.0.0.1", "10.0.0.1")]
    [InlineData("2001:DB8::1", "2001:db8::1")]
    [InlineData("2001:db8:0:0:0:0:0:1", "2001:db8::1")]
    [InlineData("2001:0db8::1", "2001:db8::1")]
    [InlineData("2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1")]
    [InlineData("::1.2.3.4", "::102:304")]
    [InlineData("fe80::1%eth0", "fe80::1")]
    [InlineData("::ffff:1.2.3.4", "1.2.3.4")]
    [InlineData("::ffff:102:304", "1.2.3.4")]
    public void A_loose_spelling_is_refused_and_the_right_one_suggested(string text, string suggestion)
    {
        AddressParser.Parse(text).ShouldBeOfType<Parsed<Address>.Refused>().Suggestion.ShouldBe(suggestion);
        AddressParser.ParseOrNull(suggestion).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("localhost")]
    [InlineData("256.0.0.1")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("-1.2.3.4")]
    [InlineData("١.2.3.4")]
    [InlineData(":")]
    [InlineData(":::")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1::2::3")]
    [InlineData("1:2:3:4::5:6:7:8")]
    [InlineData("12345::")]
    [InlineData("::g")]
    [InlineData("::1.2.3.4:5")]
    [InlineData("::010.2.3.4")]
    [InlineData("1.2.3.4\n5")]
    public void What_is_no_address_is_refused_without_a_suggestion(string text)
        => AddressParser.Parse(text).ShouldBeOfType<Parsed<Address>.Refused>().Suggestion.ShouldBeNull();
}
