using HostWall.Core.Policy;

namespace HostWall.Tests.Policy;

public sealed class PeersTests
{
    private static readonly Selector Nothing = new([], [], [], [], [], []);

    [Theory]
    [InlineData("from = { tier = \"web\", label = { env = \"prod\" } }")]
    [InlineData("[rules.from]\ntier = \"web\"\nlabel.env = \"prod\"")]
    [InlineData("from.tier = \"web\"\nfrom.label.env = \"prod\"")]
    public void A_peer_is_narrowed_by_a_table_however_TOML_writes_it(string from)
        => Reading.Document($"[[rules]]\nname = \"a\"\nto = \"db\"\n{from}\n").Rules.ShouldHaveSingleItem()
            .From.ShouldBe([new Peer.Narrowed("web", Nothing with { Labels = [new("env", new("prod"))] })]);

    [Fact]
    public void Peers_of_every_kind_stand_in_one_list()
        => Reading.Document("""
            [[rules]]
            name = "a"
            from = ["office", { image = ["a:*", "b"], name = "c", network = "d", project = "e", service = "f" }, "web", { tier = "unlabelled", service = "x" }]
            to   = { tier = "containers", project = "shop" }
            """).Rules.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            rule => rule.From.ShouldBe(
            [
                new Peer.InGroup("office"),
                new Peer.Narrowed(Tier: null, new([], [new("a:*"), new("b")], [new("c")], [new("d")], [new("e")], [new("f")])),
                new Peer.InTier("web"),
                new Peer.Narrowed("unlabelled", Nothing with { Services = [new("x")] }),
            ]),
            rule => rule.To.ShouldBe([new Peer.Narrowed(Tier: null, Nothing with { Projects = [new("shop")] })]));

    [Fact]
    public void A_test_and_an_invariant_take_narrowed_peers()
    {
        var document = Reading.Document("""
            [[tests]]
            name   = "t"
            from   = { tier = "web", project = "shop" }
            to     = { tier = "db", project = "blog" }
            port   = "tcp/5432"
            expect = "deny"

            [[invariants]]
            name = "only its own application reaches a database"
            [invariants.forbid]
            from   = ["any", { tier = "web", project = "blog" }]
            except = { tier = "web", project = "shop" }
            to     = { tier = "db", project = "shop" }
            ports  = ["tcp/5432", "icmp/echo-request"]
            """);

        document.Tests.ShouldHaveSingleItem().To.ShouldBe(new Peer.Narrowed("db", Nothing with { Projects = [new("blog")] }));
        var invariant = document.Invariants.ShouldHaveSingleItem();
        invariant.Name.ShouldBe("only its own application reaches a database");
        invariant.From.ShouldBe([new Peer.Any(), new Peer.Narrowed("web", Nothing with { Projects = [new("blog")] })]);
        invariant.Except.ShouldBe([new Peer.Narrowed("web", Nothing with { Projects = [new("shop")] })]);
        invariant.To.ShouldBe([new Peer.Narrowed("db", Nothing with { Projects = [new("shop")] })]);
        invariant.Ports.Select(port => port.ToString()).ShouldBe(["tcp/5432", "icmp/echo-request"]);
        invariant.Origin.Line.ShouldBe(13);
    }

    [Fact]
    public void An_invariant_needs_no_exceptions_and_no_ports()
    {
        var invariant = Reading.Document("[[invariants]]\nname = \"x\"\nforbid = { from = \"world\", to = \"db\" }").Invariants.ShouldHaveSingleItem();

        (invariant.Except.IsEmpty, invariant.Ports.IsEmpty).ShouldBe((true, true));
    }

    [Fact]
    public void A_test_and_an_invariant_may_have_the_same_name()
        => Reading.Document("[[invariants]]\nname = \"x\"\nforbid = { from = \"world\", to = \"db\" }\n[[tests]]\nname = \"x\"\nfrom = \"world\"\nto = \"db\"\nport = \"tcp/1\"\nexpect = \"deny\"");

    [Theory]
    [InlineData("interfaces = [\"wg0\", \"eth0.7\"]", "0.0.0.0/0 ::/0", "eth0.7 wg0")]
    [InlineData("interfaces = \"wg0\"\nexcept = [\"0.0.0.0/1\", \"::/0\"]", "128.0.0.0/1", "wg0")]
    [InlineData("interfaces = \"wg0\"\ncidrs = \"10.0.0.0/8\"", "10.0.0.0/8", "wg0")]
    [InlineData("cidrs = \"10.0.0.0/8\"", "10.0.0.0/8", "")]
    [InlineData("interfaces = \"a_long-name.123\"", "0.0.0.0/0 ::/0", "a_long-name.123")]
    public void A_group_is_networks_or_interfaces_or_both(string keys, string addresses, string interfaces)
    {
        var group = Reading.Document($"[groups.lan]\n{keys}\n").Groups[^1];

        string.Join(' ', group.Addresses).ShouldBe(addresses);
        string.Join(' ', group.Interfaces).ShouldBe(interfaces);
        group.IsEveryAddress.ShouldBe(addresses == "0.0.0.0/0 ::/0");
    }

    [Theory]
    [InlineData("10/8", "10.0.0.0/8")]
    [InlineData("1", "0.0.0.1/32")]
    [InlineData("127.1", "127.0.0.1/32")]
    [InlineData("010.0.0.1/32", "10.0.0.1/32")]
    [InlineData("010.0.0.1", "10.0.0.1/32")]
    [InlineData("10.0.0.1", "10.0.0.1/32")]
    [InlineData("10.0.0.1/8", "10.0.0.0/8")]
    [InlineData("10.0.0.0/08", "10.0.0.0/8")]
    [InlineData("10.0.0.0/255.0.0.0", "10.0.0.0/8")]
    [InlineData(" 10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("fe80::1%eth0/64", "fe80::/64")]
    [InlineData("fe80::%eth0/64", "fe80::/64")]
    [InlineData("fe80::1%eth0", "fe80::1/128")]
    [InlineData("::ffff:192.0.2.0/120", "192.0.2.0/24")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1/32")]
    [InlineData("2001:DB8::/32", "2001:db8::/32")]
    [InlineData("2001:db8:0::/32", "2001:db8::/32")]
    [InlineData("2001:0db8::/32", "2001:db8::/32")]
    [InlineData("2001:db8::1/32", "2001:db8::/32")]
    [InlineData("10.0.0.0/33", null)]
    [InlineData("10.0.0.0/-1", null)]
    [InlineData("256.0.0.0/8", null)]
    [InlineData("0x0a.0.0.0/8", null)]
    [InlineData("example.com", null)]
    [InlineData("10.0.0.0-10.0.0.9", null)]
    [InlineData("", null)]
    public void A_network_in_another_spelling_is_refused_with_the_right_one_where_there_is_one(string network, string? suggestion)
    {
        foreach (var keys in new[] { $"cidrs = [\"{network}\"]", $"cidrs = [\"0.0.0.0/0\"]\nexcept = [\"{network}\"]", $"interfaces = \"eth0\"\nexcept = \"{network}\"" })
        {
            RuleKeysTests.Suggested(Reading.OfLines($"[groups.lan]\n{keys}\n"), "bad-cidr").ShouldBe(suggestion, keys);
        }
    }
}
