using CsCheck;
using HostWall.Core.Addressing;

namespace HostWall.Tests.Addressing;

public sealed class PortMatchParserTests
{
    [Theory]
    [InlineData("tcp")]
    [InlineData("icmp")]
    [InlineData("tcp/80")]
    [InlineData("udp/5000-5100")]
    [InlineData("sctp/65535")]
    [InlineData("tcp/1-65535")]
    public void A_port_is_read_back_as_it_was_written(string text)
        => PortMatchParser.Parse(text).ShouldBeOfType<Parsed<PortMatch>.Accepted>().Value.ToString().ShouldBe(text);

    [Theory]
    [InlineData("80", "tcp/80")]
    [InlineData("80/tcp", "tcp/80")]
    [InlineData("53/udp", "udp/53")]
    [InlineData("tcp:80", "tcp/80")]
    [InlineData("TCP/80", "tcp/80")]
    [InlineData("tcp / 80", "tcp/80")]
    [InlineData("tcp/080", "tcp/80")]
    [InlineData("tcp/80-80", "tcp/80")]
    [InlineData("tcp/90-80", "tcp/80-90")]
    [InlineData("tcp/0-80", "tcp/1-80")]
    [InlineData("tcp/*", "tcp")]
    [InlineData("icmpv6", "icmp")]
    [InlineData("icmp/8", "icmp/echo-request")]
    public void A_loose_spelling_is_refused_and_the_right_one_suggested(string text, string suggestion)
    {
        PortMatchParser.Parse(text).ShouldBeOfType<Parsed<PortMatch>.Refused>().Suggestion.ShouldBe(suggestion);
        PortMatchParser.Parse(suggestion).ShouldBeOfType<Parsed<PortMatch>.Accepted>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("http")]
    [InlineData("tcp/http")]
    [InlineData("tcp/0")]
    [InlineData("tcp/65536")]
    [InlineData("tcp/80,443")]
    [InlineData("tcp/1-2-3")]
    [InlineData("tcp/-80")]
    [InlineData("tcp/")]
    [InlineData("tcp/٣")]
    [InlineData("gre")]
    [InlineData("tcp/80; drop")]
    public void What_is_no_port_is_refused_without_a_suggestion(string text)
        => PortMatchParser.Parse(text).ShouldBeOfType<Parsed<PortMatch>.Refused>().Suggestion.ShouldBeNull();

    [Fact]
    public void Flattening_keeps_exactly_the_ports_and_leaves_no_overlap()
    {
        var range = Gen.Select(Gen.UShort[1, 40], Gen.UShort[1, 40], (a, b) => new PortRange(Math.Min(a, b), Math.Max(a, b)));
        var match = Gen.Select(Gen.Bool.Select(tcp => tcp ? Protocol.Tcp : Protocol.Udp), range, (protocol, ports) => new PortMatch(protocol, ports));
        match.Array[0, 8].Sample(matches =>
        {
            var flat = PortMatchList.Flatten(matches);
            flat.ShouldBe(flat.Order());
            flat.Zip(flat.Skip(1)).ShouldAllBe(pair => pair.First.Protocol != pair.Second.Protocol || !pair.First.Ports.Overlaps(pair.Second.Ports));
            for (ushort port = 0; port < 45; port++)
            {
                flat.Any(m => m.Matches(Protocol.Tcp, port)).ShouldBe(matches.Any(m => m.Matches(Protocol.Tcp, port)));
                flat.Any(m => m.Matches(Protocol.Udp, port)).ShouldBe(matches.Any(m => m.Matches(Protocol.Udp, port)));
            }
        });
    }

    [Fact]
    public void Ports_that_only_touch_stay_apart()
        => PortMatchList.Flatten([new(Protocol.Tcp, PortRange.Single(81)), new(Protocol.Tcp, PortRange.Single(80))])
            .Select(match => match.ToString()).ShouldBe(["tcp/80", "tcp/81"]);
}
