using HostWall.Core.Addressing;
using HostWall.Core.Policy;

namespace HostWall.Tests.Policy;

public sealed class PolicyReaderTests
{
    [Fact]
    public void The_least_policy_has_the_built_in_tier_and_the_defaults()
    {
        var document = Reading.Of("schema = 1").Document.ShouldNotBeNull();

        document.Settings.ShouldBe(Settings.Default);
        document.Tiers.ShouldBe([new Tier("unlabelled", null, null, null, Default.Deny, Default.Deny, Origin: null, Span: null)]);
        document.Rules.ShouldBeEmpty();
        document.Groups.ShouldBeEmpty();
        document.Tests.ShouldBeEmpty();
        document.Invariants.ShouldBeEmpty();
    }

    [Fact]
    public void Settings_are_read()
        => Reading.Of("schema = 1\n[settings]\nmode = \"audit\"\nbackend = \"nftables\"\nimage-labels = true\ninvalid = \"allow\"\ncut = false").Document.ShouldNotBeNull()
            .Settings.ShouldBe(new Settings(Mode.Audit, BackendChoice.Nftables, InvalidPackets.Allow, Cut: false, ImageLabels: true));

    [Fact]
    public void Tiers_keep_their_order_and_a_named_unlabelled_its_place()
    {
        var document = Reading.Of("schema = 1\n[tiers.b]\n[tiers.unlabelled]\negress = \"allow\"\n[tiers.a]", "[tiers.aa]").Document.ShouldNotBeNull();

        document.Tiers.Select(tier => tier.Name).ShouldBe(["b", "unlabelled", "a", "aa"]);
        document.Tiers[1].Egress.ShouldBe(Default.Allow);
        document.Tiers[1].Ingress.ShouldBe(Default.Deny);
        document.Tiers[3].Origin.ShouldNotBeNull().ToString().ShouldBe("policy.d/1.toml:1");
    }

    [Fact]
    public void Selectors_take_a_pattern_or_a_list_of_them()
    {
        var tier = Reading.Document("""
            [tiers.api]
            description = "the application"
            select = { image = ["a:*", "b"], project = "shop", label = { "com.example.env" = "prod", empty = "" } }
            [tiers.api.claim]
            service = "api"
            """).Tiers.Single(tier => tier.Name == "api");

        tier.Description.ShouldBe("the application");
        tier.Select.ShouldBe(new Selector(
            [new("com.example.env", new("prod")), new("empty", new(""))], [new("a:*"), new("b")], [], [], [new("shop")], []));
        tier.Claim.ShouldBe(new Selector([], [], [], [], [], [new("api")]));
    }

    [Fact]
    public void Groups_are_flattened_and_lose_their_exceptions()
    {
        var group = Reading.Document("""
            [groups.lan]
            description = "all but the router"
            cidrs  = ["192.0.2.128/25", "192.0.2.0/25", "192.0.2.4/32", "2001:db8::/32"]
            except = ["192.0.2.0/31", "2001:db8:8000::/33"]
            """).Groups.Single(group => group.Name == "lan");

        group.Description.ShouldBe("all but the router");
        group.Addresses.Select(cidr => cidr.ToString()).ShouldBe(
        [
            "192.0.2.2/31", "192.0.2.4/30", "192.0.2.8/29", "192.0.2.16/28", "192.0.2.32/27", "192.0.2.64/26", "192.0.2.128/25", "2001:db8::/33",
        ]);
    }

    [Fact]
    public void Rules_are_read_whole()
    {
        var rule = Reading.Document("""
            [[rules]]
            name = "all-of-it"
            from = ["office", "web", "host"]
            to = "db"
            ports = ["udp/53", "tcp/90-100", "tcp/95-110", "icmp", "sctp"]
            action = "reject"
            states = ["new", "untracked"]
            log = true
            owner = "dba"
            ticket = "OPS-1"
            description = '''
            of two
            lines'''
            """).Rules.ShouldHaveSingleItem();

        rule.From.ShouldBe([new Peer.InGroup("office"), new Peer.InTier("web"), new Peer.Host()]);
        rule.To.ShouldBe([new Peer.InTier("db")]);
        rule.Ports.Select(port => port.ToString()).ShouldBe(["tcp/90-110", "udp/53", "sctp", "icmp"]);
        rule.Action.ShouldBe(RuleAction.Reject);
        rule.States.ShouldBe(ConntrackStates.New | ConntrackStates.Untracked);
        rule.Log.ShouldBeTrue();
        (rule.Owner, rule.Ticket, rule.Description).ShouldBe(("dba", "OPS-1", "of two lines"));
        rule.Origin.ToString().ShouldBe("policy.toml:6");
    }

    [Fact]
    public void A_short_rule_allows_every_port_of_new_flows_in_silence()
    {
        var rule = Reading.Document("[[rules]]\nname = \"a\"\nfrom = \"web\"\nto = \"db\"").Rules.ShouldHaveSingleItem();

        rule.Ports.ShouldBeEmpty();
        rule.Action.ShouldBe(RuleAction.Allow);
        rule.States.ShouldBe(ConntrackStates.New);
        rule.Log.ShouldBeFalse();
    }

    [Fact]
    public void Tests_are_read_whole()
    {
        var tests = Reading.Document("""
            [[tests]]
            name = "the office's database"
            from = "office"
            to = "db"
            port = "tcp/5432"
            expect = "allow"
            [[tests]]
            name = "no ping"
            from = "unlabelled"
            to = "host"
            port = "icmp"
            expect = "deny"
            """).Tests;

        tests.ShouldBe(
        [
            new PolicyTest("the office's database", new Peer.InGroup("office"), new Peer.InTier("db"), new(Protocol.Tcp, PortRange.Single(5432)), Default.Allow, At: null, new("policy.toml", 6), new("policy.toml", 7, 8, 23)),
            new PolicyTest("no ping", new Peer.InTier("unlabelled"), new Peer.Host(), new(Protocol.Icmp, PortRange.All), Default.Deny, At: null, new("policy.toml", 12), new("policy.toml", 13, 8, 9)),
        ]);
    }

    [Fact]
    public void Rules_of_later_files_follow_in_order_and_use_names_of_any_file()
        => Reading.Of(
            "schema = 1\n[[rules]]\nname = \"one\"\nfrom = \"late\"\nto = \"host\"",
            "[tiers.late]\n[[rules]]\nname = \"two\"\nfrom = \"late\"\nto = \"late\"",
            "[[rules]]\nname = \"three\"\nfrom = \"host\"\nto = \"late\"").Document.ShouldNotBeNull()
            .Rules.Select(rule => $"{rule.Name} {rule.Origin}").ShouldBe(["one policy.toml:2", "two policy.d/1.toml:2", "three policy.d/2.toml:1"]);

    [Fact]
    public void The_same_text_is_read_to_an_equal_document()
    {
        var text = File.ReadAllText(Repository.Path("policies", "three-tier.toml"));

        Reading.Of(text).ShouldBe(Reading.Of(text));
    }

    [Fact]
    public void Windows_line_ends_and_a_byte_order_mark_change_no_place()
        => Reading.Of("\uFEFFschema = 1\r\n[tiers.web]\r\negres = 1\r\n").Faults().ShouldBe(["3:1: error: unknown key \"egres\" in tier \"web\"; did you mean \"egress\"?"]);

    [Theory]
    [InlineData("from = \"web\"\nto = \"world\"")]
    [InlineData("from = \"world\"\nto = \"web\"\naction = \"deny\"")]
    [InlineData("from = \"world\"\nto = \"web\"\nports = [\"tcp/80\", \"icmp\"]")]
    [InlineData("from = \"world\"\nto = \"web\"\nstates = [\"established\"]")]
    [InlineData("from = \"any\"\nto = \"host\"")]
    [InlineData("from = \"office\"\nto = \"db\"")]
    public void What_is_not_wide_open_is_not_warned_of(string lines) => Reading.Document($"[[rules]]\nname = \"a\"\n{lines}");
}
