using HostWall.Core.Addressing;
using HostWall.Core.Desired;
using HostWall.Core.Evaluate;
using HostWall.Core.Inventory;
using HostWall.Core.Policy;
using HostWall.Core.Text;
using HostWall.Scenarios;

namespace HostWall.Tests.Evaluate;

/// <summary>Which open flows have to end. Flows are written as the kernel lists them: asked for, and, after an arrow, reached.</summary>
public sealed class FlowJudgeTests
{
    private const string Policy = """
        schema = 1

        [tiers.web]
        [tiers.db]

        [groups.office]
        cidrs = ["203.0.113.0/24"]

        [[rules]]
        name  = "public-web"
        from  = "world"
        to    = "web"
        ports = ["tcp/443", "udp/443", "icmp"]

        [[rules]]
        name  = "web-to-db"
        from  = "web"
        to    = "db"
        ports = ["tcp/5432"]

        [[rules]]
        name  = "office-to-db"
        from  = "office"
        to    = "db"

        [[rules]]
        name  = "host-to-web"
        from  = "host"
        to    = "web"
        """;

    private static readonly Snapshot Inventory = new(
        [new Network("n1", "backend", "br-0123456789ab")],
        [
            AContainer("web", ["172.20.0.2", "2001:db8:20::2"], new PublishedPort(Protocol.Tcp, Family.IPv4, null, 8443, 443)),
            AContainer("db", ["172.20.0.3", "2001:db8:20::3"], new PublishedPort(Protocol.Tcp, Family.IPv4, At("192.0.2.1"), 15432, 5432)),
        ],
        HostLinks.Empty with
        {
            Addresses = [At("127.0.0.1"), At("172.20.0.1"), At("192.0.2.1")],
            BridgeNetworks = [On("br-0123456789ab", "172.20.0.0", 16), On("br-0123456789ab", "2001:db8:20::", 64)],
        });

    [Theory]
    [InlineData("tcp 172.20.0.2 172.20.0.3 5432", true)]
    [InlineData("tcp 172.20.0.2 172.20.0.3 22", false)]
    [InlineData("udp 172.20.0.2 172.20.0.3 5432", false)]
    [InlineData("tcp 172.20.0.3 172.20.0.2 5432", false)]
    [InlineData("tcp 2001:db8:20::2 2001:db8:20::3 5432", true)]
    [InlineData("tcp 2001:db8:20::3 2001:db8:20::2 443", false)]
    [InlineData("gre 172.20.0.2 172.20.0.3 0", false)]
    public void Between_containers_a_flow_stays_that_would_be_let_in_now(string flow, bool stays) => ShouldBe(flow, stays);

    [Theory]
    [InlineData("tcp 198.51.100.7 192.0.2.1 8443 > 172.20.0.2 443", true)]
    [InlineData("udp 198.51.100.7 192.0.2.1 8443 > 172.20.0.2 443", true)]
    [InlineData("tcp 198.51.100.7 192.0.2.1 15432 > 172.20.0.3 5432", false)]
    [InlineData("tcp 203.0.113.9 192.0.2.1 15432 > 172.20.0.3 5432", true)]
    [InlineData("tcp 127.0.0.1 127.0.0.1 8443 > 172.20.0.2 443", true)]
    [InlineData("tcp 172.20.0.1 172.20.0.3 5432", false)]
    public void Whom_a_flow_reaches_after_NAT_counts_and_not_whom_it_asked_for(string flow, bool stays) => ShouldBe(flow, stays);

    [Theory]
    [InlineData("tcp 198.51.100.7 192.0.2.1 8443", true)]
    [InlineData("tcp 198.51.100.7 192.0.2.1 15432", false)]
    [InlineData("tcp 203.0.113.9 192.0.2.1 15432", true)]
    [InlineData("tcp 198.51.100.7 172.20.0.1 15432", true)]
    [InlineData("tcp 172.20.0.2 192.0.2.1 15432", true)]
    [InlineData("tcp 172.20.0.3 192.0.2.1 8443", false)]
    [InlineData("tcp 127.0.0.1 127.0.0.1 15432", true)]
    public void A_flow_to_a_port_that_the_host_serves_for_a_container_is_a_flow_to_the_container(string flow, bool stays) => ShouldBe(flow, stays);

    [Theory]
    [InlineData("tcp 198.51.100.7 192.0.2.1 22")]
    [InlineData("tcp 192.0.2.1 198.51.100.7 443")]
    [InlineData("udp 127.0.0.1 127.0.0.53 53")]
    [InlineData("udp 172.20.0.2 224.0.0.251 5353")]
    [InlineData("udp 172.20.0.2 255.255.255.255 67")]
    [InlineData("udp 2001:db8:20::2 ff02::fb 5353")]
    [InlineData("tcp 2001:db8:99::1 2001:db8:98::1 22")]
    public void What_is_not_between_a_container_and_somebody_is_left_alone(string flow) => ShouldBe(flow, stays: true);

    [Theory]
    [InlineData("tcp 172.20.0.2 198.51.100.7 443")]
    [InlineData("tcp 172.20.0.2 192.0.2.1 22")]
    [InlineData("icmp 172.20.0.2 172.20.0.3 0")]
    public void A_container_that_may_not_call_loses_what_it_has_open(string flow) => ShouldBe(flow, stays: false);

    [Fact]
    public void Icmp_is_judged_by_its_type()
    {
        ShouldBe("icmp 198.51.100.7 172.20.0.2 0", stays: true);
        ShouldBe("icmp 198.51.100.7 172.20.0.3 0", stays: false);
    }

    [Fact]
    public void What_another_flow_announced_stays_with_it()
        => Judge(Policy).MustEnd(Flow("tcp 172.20.0.3 172.20.0.2 20") with { IsExpected = true }).ShouldBeFalse();

    [Theory]
    [InlineData("cut = false")]
    [InlineData("mode = \"audit\"")]
    public void A_policy_may_leave_open_flows_alone(string setting)
    {
        var settings = setting.StartsWith("cut", StringComparison.Ordinal) ? Settings.Default with { Cut = false } : Settings.Default with { Mode = Mode.Audit };
        Judge(Policy, settings).MustEnd(Flow("tcp 172.20.0.3 172.20.0.2 22")).ShouldBeFalse();
    }

    [Fact]
    public void Flows_of_an_address_without_its_owner_end_whatever_the_policy_says_but_not_in_audit_mode()
    {
        var flow = Flow("tcp 198.51.100.7 192.0.2.1 8443 > 172.20.0.2 443");

        Judge(Policy, Settings.Default, "172.20.0.2").MustEnd(flow).ShouldBeTrue();
        Judge(Policy, Settings.Default with { Cut = false }, "172.20.0.2").MustEnd(flow).ShouldBeTrue();
        Judge(Policy, Settings.Default, "172.20.0.9").MustEnd(flow).ShouldBeFalse();
        Judge(Policy, Settings.Default with { Mode = Mode.Audit }, "172.20.0.2").MustEnd(flow).ShouldBeFalse();
    }

    /// <summary>A rule may look at the container, at what both ends have in common, and at the port that was asked for.</summary>
    [Theory]
    [InlineData("to = { tier = \"db\", name = [\"db-*\"] }", "tcp 172.20.0.2 172.20.0.3 5432", true)]
    [InlineData("to = { tier = \"db\", name = [\"other\"] }", "tcp 172.20.0.2 172.20.0.3 5432", false)]
    [InlineData("to = \"db\"\nsame = [\"network\"]", "tcp 172.20.0.2 172.20.0.3 5432", true)]
    [InlineData("to = \"db\"\nsame = [\"project\"]", "tcp 172.20.0.2 172.20.0.3 5432", false)]
    [InlineData("to = \"db\"\npublished = [\"tcp/15432\"]", "tcp 172.20.0.2 192.0.2.1 15432 > 172.20.0.3 5432", true)]
    [InlineData("to = \"db\"\npublished = [\"tcp/15432\"]", "tcp 172.20.0.2 192.0.2.1 15432", true)]
    [InlineData("to = \"db\"\npublished = [\"tcp/15432\"]", "tcp 172.20.0.2 172.20.0.3 5432", false)]
    public void The_parties_of_an_open_flow_are_known_as_well_as_those_of_a_new_one(string rule, string flow, bool stays)
        => Judge($"schema = 1\n[tiers.web]\n[tiers.db]\n[[rules]]\nname = \"it\"\nfrom = \"web\"\n{rule}\n").MustEnd(Flow(flow)).ShouldBe(!stays);

    /// <summary>The kernel does not remember by which link a flow came.</summary>
    [Fact]
    public void A_flow_of_the_world_stays_where_a_group_by_interface_may_allow_it()
    {
        var group = new Group("lan", null, [Cidr.AllOf(Family.IPv4), Cidr.AllOf(Family.IPv6)], ["eth1"], new Origin("policy.toml", 1), Span: default);
        var desired = Binder.Bind(Policies.PolicyOf([Policies.Closed("db")], [group], Policies.Allow("lan", "@lan", "db")), Inventory);

        new FlowJudge(desired, new HashSet<Address>(), Given).MustEnd(Flow("tcp 198.51.100.7 172.20.0.3 5432")).ShouldBeFalse();
        new FlowJudge(desired, new HashSet<Address>(), Given).MustEnd(Flow("tcp 172.20.0.2 172.20.0.3 5432")).ShouldBeTrue();
    }

    /// <summary>A container that has only just started is in nobody's list, but it is on a container bridge, as the kernel's rules see.</summary>
    [Theory]
    [InlineData("containers", "tcp 172.20.0.9 172.20.0.2 5000", true)]
    [InlineData("unlabelled", "tcp 172.20.0.9 172.20.0.2 5000", true)]
    [InlineData("containers", "tcp 2001:db8:20::9 2001:db8:20::2 5000", true)]
    [InlineData("world", "tcp 172.20.0.9 172.20.0.2 5000", false)]
    [InlineData("world", "tcp 2001:db8:20::9 2001:db8:20::2 5000", false)]
    [InlineData("world", "tcp 172.21.0.9 172.20.0.2 5000", true)]
    [InlineData("containers", "tcp 172.21.0.9 172.20.0.2 5000", false)]
    [InlineData("containers", "tcp 172.20.0.1 172.20.0.2 5000", false)]
    [InlineData("host", "tcp 172.20.0.1 172.20.0.2 5000", true)]
    public void A_stranger_on_a_container_bridge_is_unlabelled_and_not_the_world(string from, string flow, bool stays)
        => Judge($"schema = 1\n[tiers.web]\n[tiers.db]\n[[rules]]\nname = \"it\"\nfrom = \"{from}\"\nto = \"web\"\nports = [\"tcp/5000\"]\n")
            .MustEnd(Flow(flow)).ShouldBe(!stays);

    [Theory]
    [InlineData("world", false)]
    [InlineData("containers", true)]
    [InlineData("unlabelled", true)]
    public void An_address_that_two_containers_claim_is_unlabelled(string from, bool stays)
    {
        var policy = Document($"schema = 1\n[tiers.web]\n[tiers.db]\n[[rules]]\nname = \"it\"\nfrom = \"{from}\"\nto = \"web\"\n");
        var claimed = Inventory with { Containers = [.. Inventory.Containers, Inventory.Containers[1] with { Id = "id-second" }] };

        new FlowJudge(Binder.Bind(policy, claimed), new HashSet<Address>(), Given).MustEnd(Flow("tcp 172.20.0.3 172.20.0.2 443")).ShouldBe(!stays);
    }

    [Fact]
    public void An_address_departs_when_its_container_goes_or_another_has_it()
    {
        var policy = Document();
        var before = Binder.Bind(policy, Inventory);
        var successor = Inventory.Containers[0] with { Id = "id-successor" };

        Departures.Between(before, Binder.Bind(policy, Inventory)).ShouldBeEmpty();
        Departures.Between(before, Binder.Bind(policy, Inventory with { Containers = [Inventory.Containers[1]] })).ShouldBe([At("172.20.0.2"), At("2001:db8:20::2")]);
        Departures.Between(before, Binder.Bind(policy, Inventory with { Containers = [successor, Inventory.Containers[1]] })).ShouldBe([At("172.20.0.2"), At("2001:db8:20::2")]);
    }

    private static DateTimeOffset Given { get; } = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);

    private static void ShouldBe(string flow, bool stays) => Judge(Policy).MustEnd(Flow(flow)).ShouldBe(!stays, flow);

    private static FlowJudge Judge(string policy, Settings? settings = null, params string[] departed)
        => new(Binder.Bind(Document(policy) with { Settings = settings ?? Settings.Default }, Inventory), departed.Select(At).ToHashSet(), Given);

    private static PolicyDocument Document(string policy = Policy)
        => PolicyReader.Read([new SourceFile("policy.toml", policy)]).Document.ShouldNotBeNull();

    /// <summary><c>protocol source destination port</c>, and after <c>&gt;</c> who and which port is reached in truth.</summary>
    private static TrackedFlow Flow(string text)
    {
        var words = text.Split(' ');
        var (source, asked, port) = (At(words[1]), At(words[2]), ushort.Parse(words[3], System.Globalization.CultureInfo.InvariantCulture));
        var (reached, reachedPort) = words.Length > 4 ? (At(words[5]), ushort.Parse(words[6], System.Globalization.CultureInfo.InvariantCulture)) : (asked, port);
        var isV4 = source.Family == Family.IPv4;
        var (protocol, icmp) = words[0] switch
        {
            "tcp" => ((byte)6, (IcmpQuery?)null),
            "udp" => ((byte)17, null),
            "gre" => ((byte)47, null),
            _ => ((byte)(isV4 ? 1 : 58), new IcmpQuery((byte)(isV4 ? 8 : 128), 0, 7)),
        };
        var own = (ushort)(icmp is null && port != 0 ? 40000 : 0);
        return new TrackedFlow(protocol, new FlowTuple(source, asked, own, port, icmp), new FlowTuple(reached, source, reachedPort, own, icmp), IsExpected: false, Id: 1, Zone: 0);
    }

    private static Container AContainer(string tier, string[] addresses, PublishedPort published) => new(
        $"id-{tier}", $"{tier}-1", "image", [new Label("hostwall.tier", tier, FromImage: false)],
        [new Endpoint("backend", "br-0123456789ab", [.. addresses.Select(At)])], [published]);

    private static BridgeNetwork On(string bridge, string network, int length) => new(bridge, new Cidr(At(network), length));

    private static Address At(string text) => InventoryReader.ReadAddress(text);
}
