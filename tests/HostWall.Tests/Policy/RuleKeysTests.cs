using HostWall.Core.Addressing;
using HostWall.Core.Policy;

namespace HostWall.Tests.Policy;

public sealed class RuleKeysTests
{
    [Theory]
    [InlineData("rate = { limit = \"50/second\", burst = 100, per = \"source\" }", 50, RateUnit.Second, 100, LimitScope.Source)]
    [InlineData("rate = { limit = \"1/minute\", per = \"destination\" }", 1, RateUnit.Minute, 5, LimitScope.Destination)]
    [InlineData("rate = { limit = \"1000000/hour\", per = \"rule\", burst = 1 }", 1_000_000, RateUnit.Hour, 1, LimitScope.Rule)]
    [InlineData("rate.limit = \"7/day\"\nrate.burst = 210", 7, RateUnit.Day, 210, LimitScope.Rule)]
    [InlineData("rate = { limit = \"1000/second\" }", 1000, RateUnit.Second, 100, LimitScope.Rule)]
    [InlineData("rate = { limit = \"1/second\" }", 1, RateUnit.Second, 5, LimitScope.Rule)]
    public void A_rate_is_read_and_its_burst_follows_from_it(string key, uint limit, RateUnit unit, uint burst, LimitScope per)
        => Rule(key).Rate.ShouldBe(new Rate(limit, unit, burst, per));

    [Theory]
    [InlineData("50/s", "50/second")]
    [InlineData("50/sec", "50/second")]
    [InlineData("50/seconds", "50/second")]
    [InlineData("050/second", "50/second")]
    [InlineData("50 / second", "50/second")]
    [InlineData("50/Second", "50/second")]
    [InlineData("50 per minute", "50/minute")]
    [InlineData("50/m", "50/minute")]
    [InlineData("50/mins", "50/minute")]
    [InlineData("50/h", "50/hour")]
    [InlineData("50/hours", "50/hour")]
    [InlineData("50/d", "50/day")]
    [InlineData("50", null)]
    [InlineData("/second", null)]
    [InlineData("-5/second", null)]
    [InlineData("0.5/second", null)]
    [InlineData("5e3/second", null)]
    [InlineData("50/week", null)]
    [InlineData("50/second/second", null)]
    [InlineData("50/seconds per day", null)]
    [InlineData("1000001/second", null)]
    [InlineData("99999999999999999999/second", null)]
    [InlineData("", null)]
    public void A_limit_in_another_spelling_is_refused_with_the_right_one_where_there_is_one(string limit, string? suggestion)
        => Suggested(OfRule($"rate = {{ limit = \"{limit}\" }}"), "bad-rate").ShouldBe(suggestion);

    [Theory]
    [InlineData("connections = { max = 1 }", 1, LimitScope.Rule)]
    [InlineData("connections = { max = 10000, per = \"source\" }", 10_000, LimitScope.Source)]
    [InlineData("connections = { per = \"destination\", max = 1_00 }", 100, LimitScope.Destination)]
    public void A_limit_of_connections_is_read(string key, uint max, LimitScope per) => Rule(key).Connections.ShouldBe(new ConnectionLimit(max, per));

    [Fact]
    public void What_both_ends_have_in_common_is_read_in_order()
        => Rule("same = [\"label:com.example.team\", \"project\", \"network\"]").Same
            .ShouldBe([new SameKey.Label("com.example.team"), new SameKey.Project(), new SameKey.Network()]);

    [Fact]
    public void Ports_of_the_host_and_published_ones_are_kept_apart_from_the_receivers()
    {
        var rule = Rule("ports = [\"published\", \"icmp/echo-request\", \"sctp/3868\"]\npublished = [\"udp/53\", \"tcp/8000-8100\", \"tcp/8050-8443\"]");

        (rule.Published, rule.CoversEveryPort).ShouldBe((true, false));
        rule.Ports.Select(port => port.ToString()).ShouldBe(["sctp/3868", "icmp/echo-request"]);
        rule.HostPorts.Select(port => port.ToString()).ShouldBe(["tcp/8000-8443", "udp/53"]);
    }

    [Fact]
    public void A_rule_that_covers_published_ports_alone_covers_no_other()
    {
        var rule = Rule("ports = \"published\"");

        (rule.Published, rule.CoversEveryPort, rule.Ports.Count).ShouldBe((true, false, 0));
    }

    [Fact]
    public void Every_type_of_ICMP_is_read_by_its_name()
    {
        foreach (var type in IcmpType.All)
        {
            Rule($"ports = \"icmp/{type.Name}\"").Ports.ShouldBe([new PortMatch(Protocol.Icmp, PortRange.Single(type.Ordinal))]);
        }
    }

    [Theory]
    [InlineData("icmp/8", "icmp/echo-request")]
    [InlineData("icmp/128", "icmp/echo-request")]
    [InlineData("icmp/ping", "icmp/echo-request")]
    [InlineData("icmp/Echo_Request", "icmp/echo-request")]
    [InlineData("icmpv6/echo-request", "icmp/echo-request")]
    [InlineData("icmp/nd-neighbour-solicit", "icmp/nd-neighbor-solicit")]
    [InlineData("icmp/*", "icmp")]
    [InlineData("icmp/200", null)]
    [InlineData("icmp/", null)]
    [InlineData("icmp/other", null)]
    public void A_type_of_ICMP_in_another_spelling_is_refused_with_the_right_one_where_there_is_one(string port, string? suggestion)
        => Suggested(OfRule($"ports = \"{port}\""), "bad-port").ShouldBe(suggestion);

    [Fact]
    public void A_rule_says_nothing_of_what_it_does_not_mention()
    {
        var rule = Rule("log = true");

        (rule.Rate, rule.Connections, rule.When, rule.Expires, rule.Audit, rule.Published).ShouldBe((null, null, null, null, false, false));
        (rule.Same.IsEmpty, rule.HostPorts.IsEmpty, rule.CoversEveryPort).ShouldBe((true, true, true));
        Rule("mode = \"audit\"").Audit.ShouldBeTrue();
    }

    [Theory]
    [InlineData("published = \"tcp/443\"", false)]
    [InlineData("ports = \"published\"", false)]
    [InlineData("mode = \"audit\"", false)]
    [InlineData("published = \"tcp/1-65535\"", true)]
    [InlineData("ports = [\"published\", \"tcp\"]", true)]
    [InlineData("rate = { limit = \"1/day\" }", true)]
    [InlineData("when = { days = \"mon\" }", true)]
    [InlineData("expires = 2027-06-30T00:00:00Z", true)]
    public void A_rule_is_wide_open_that_lets_the_world_in_on_every_port(string key, bool isWide)
        => OfRule(key, "world").Diagnostics.Select(found => found.Code).ShouldBe(isWide ? ["wide-open"] : []);

    [Fact]
    public void A_rule_for_those_that_have_something_in_common_is_not_wide_open()
        => OfRule("same = \"project\"", "any").Diagnostics.ShouldBeEmpty();

    internal static Rule Rule(string key) => OfRule(key) switch
    {
        { Document.Rules: [var rule], Diagnostics.IsEmpty: true } => rule,
        var reading => throw new InvalidOperationException(string.Join('\n', reading.Faults())),
    };

    internal static PolicyReading OfRule(string key, string from = "web") => Reading.OfLines($"[[rules]]\nname = \"a\"\nfrom = \"{from}\"\nto = \"db\"\n{key}\n");

    /// <summary>What the one fault says was meant.</summary>
    internal static string? Suggested(PolicyReading reading, string code)
    {
        var fault = reading.Diagnostics.ShouldHaveSingleItem();
        fault.Code.ShouldBe(code);
        var parts = fault.Message.Split("; did you mean \"");
        return parts.Length == 2 ? parts[1][..^2] : null;
    }
}
