using HostWall.Core.Addressing;
using HostWall.Core.Evaluate;
using HostWall.Core.Inventory;
using HostWall.Core.Policy;
using HostWall.Scenarios;
using static HostWall.Tests.Evaluate.Policies;

namespace HostWall.Tests.Evaluate;

/// <summary>What narrows a rule down beyond peers and ports by number.</summary>
public sealed class RuleMeaningTests
{
    private static readonly DateTimeOffset Wednesday = new(2027, 3, 3, 12, 0, 0, TimeSpan.Zero);

    private static readonly Party Prod = new Party.InTier("db", AContainer("prod", fromImage: false), "back");
    private static readonly Party Test = new Party.InTier("db", AContainer("test", fromImage: false), "back");
    private static readonly Party ByImage = new Party.InTier("db", AContainer("prod", fromImage: true), "front");
    private static readonly Party Unknown = new Party.InTier("db");
    private static readonly Rule FromDb = Allow("r", "db", "db");

    [Fact]
    public void A_narrowed_peer_is_those_members_that_match_and_never_somebody_unknown()
    {
        var policy = WithPeer(new Peer.Narrowed("db", Env("prod")));
        Covered(policy, Prod, Test, ByImage, Unknown, new Party.Host()).ShouldBe([true, false, false, false, false]);
        Covered(policy with { Settings = Settings.Default with { ImageLabels = true } }, ByImage).ShouldBe([true]);
    }

    [Fact]
    public void A_narrowed_peer_of_another_tier_is_somebody_else()
        => Covered(WithPeer(new Peer.Narrowed("web", Env("*"))), Prod).ShouldBe([false]);

    [Fact]
    public void A_group_with_interfaces_needs_the_link_too()
    {
        var policy = PolicyOf([Closed("db")], [AGroup("office", "198.51.100.0/24") with { Interfaces = ["eth1", "wg0"] }], Allow("r", "@office", "db"));
        Asks(policy, new Party.World(Outside, "wg0"), Prod).ShouldBe("allow: rule r");
        Asks(policy, new Party.World(Outside, "eth0"), Prod).ShouldBe("deny: ingress of db");
        Asks(policy, new Party.World(Outside), Prod).ShouldBe("deny: ingress of db");
        Asks(policy, new Party.World(InventoryReader.ReadAddress("192.0.2.9"), "wg0"), Prod).ShouldBe("deny: ingress of db");
    }

    [Fact]
    public void What_both_ends_must_have_in_common_must_be_there()
    {
        var label = FromDb with { Same = [new SameKey.Label("env")] };
        Alike(label, Prod, Prod).ShouldBeTrue();
        Alike(label, Prod, Test).ShouldBeFalse();
        Alike(label, ByImage, ByImage).ShouldBeFalse();
        Alike(label, Unknown, Unknown).ShouldBeFalse();
        Alike(label, new Party.InTier("db", AContainer("", fromImage: false)), new Party.InTier("db", AContainer("", fromImage: false))).ShouldBeFalse();
    }

    [Fact]
    public void A_common_network_is_the_one_that_both_addresses_stand_on()
    {
        var network = FromDb with { Same = [new SameKey.Network()] };
        Alike(network, Prod, Test).ShouldBeTrue();
        Alike(network, Prod, ByImage).ShouldBeFalse();
        Alike(network, new Party.InTier("db", AContainer("prod", fromImage: false)), new Party.InTier("db", AContainer("prod", fromImage: false))).ShouldBeFalse();
    }

    [Fact]
    public void Published_is_what_the_receiver_publishes_beside_the_ports_named()
    {
        var policy = PolicyOf([Closed("db")], [], FromDb with { Published = true, Ports = [Port("udp/53")] });
        Asks(policy, Test, Prod, "tcp/5432").ShouldBe("allow: rule r");
        Asks(policy, Test, Prod, "udp/53").ShouldBe("allow: rule r");
        Asks(policy, Test, Prod, "udp/5432").ShouldBe("deny: ingress of db");
        Asks(policy, Prod, Unknown, "tcp/5432").ShouldBe("deny: ingress of db");
    }

    [Theory]
    [InlineData(null, "deny: ingress of db")]
    [InlineData(8443, "allow: rule r")]
    [InlineData(8444, "deny: ingress of db")]
    public void A_rule_for_published_ports_needs_the_port_that_the_client_asked_for(int? asked, string answer)
    {
        var policy = PolicyOf([Closed("db")], [], Allow("r", "world", "db") with { HostPorts = [Port("tcp/8443")] });
        var flow = new Flow(new Party.World(Outside), Prod, Protocol.Tcp, 443, ConntrackStates.New, Wednesday) { HostPort = (ushort?)asked };
        Policies.Text(ReferenceEvaluator.Decide(policy, flow)).ShouldBe(answer);
        Policies.Text(ReferenceEvaluator.Decide(policy, flow with { Protocol = Protocol.Udp })).ShouldBe("deny: ingress of db");
    }

    [Fact]
    public void An_audit_rule_decides_nothing()
        => Asks(PolicyOf([Closed("db")], [], Deny("watch", "any", "any") with { Audit = true }, Allow("r", "db", "db")), Prod, Test).ShouldBe("allow: rule r");

    [Fact]
    public void A_rule_outside_its_window_or_after_its_expiry_is_as_if_absent()
    {
        var window = FromDb with { When = new Window(Days.Wednesday, TimeSpan.FromHours(8), TimeSpan.FromHours(18)) };
        AsksAt(window, Wednesday).ShouldBe("allow: rule r");
        AsksAt(window, Wednesday.AddHours(6)).ShouldBe("deny: ingress of db");
        AsksAt(window, Wednesday.AddDays(1)).ShouldBe("deny: ingress of db");
        var expiring = FromDb with { Expires = Wednesday };
        AsksAt(expiring, Wednesday.AddTicks(-1)).ShouldBe("allow: rule r");
        AsksAt(expiring, Wednesday).ShouldBe("deny: ingress of db");
    }

    [Fact]
    public void The_settings_say_what_becomes_of_invalid_packets()
    {
        var policy = PolicyOf([Closed("db")], []);
        policy.Ask("db -> db tcp/1 invalid").ShouldBe("deny: state");
        (policy with { Settings = Settings.Default with { Invalid = InvalidPackets.Allow } }).Ask("db -> db tcp/1 invalid").ShouldBe("allow: state");
    }

    [Fact]
    public void That_packets_are_too_big_is_always_told()
    {
        var policy = PolicyOf([Closed("db")], [], Deny("none", "any", "any") with { States = ConntrackStates.Related | ConntrackStates.New });
        var tooBig = $"icmp/{IcmpType.PacketTooBig.Ordinal}";
        policy.Ask($"world -> db {tooBig} related").ShouldBe("allow: state");
        policy.Ask($"world -> db {tooBig} new").ShouldBe("deny: rule none");
        policy.Ask($"world -> db icmp/{IcmpType.EchoRequest.Ordinal} related").ShouldBe("deny: rule none");
    }

    private static string AsksAt(Rule rule, DateTimeOffset at)
        => Policies.Text(ReferenceEvaluator.Decide(PolicyOf([Closed("db")], [], rule), new Flow(Prod, Test, Protocol.Tcp, 1, ConntrackStates.New, at)));

    private static string Asks(PolicyDocument policy, Party from, Party to, string port = "tcp/1")
        => Policies.Text(ReferenceEvaluator.Decide(policy, new Flow(from, to, Port(port).Protocol, Port(port).Ports.First, ConntrackStates.New, Wednesday)));

    private static bool Alike(Rule rule, Party from, Party to) => Asks(PolicyOf([Closed("db")], [], rule), from, to) == "allow: rule r";

    private static PolicyDocument WithPeer(Peer peer) => PolicyOf([Closed("web"), Closed("db")], [], Allow("r", "host", "db") with { From = [peer], To = [new Peer.Any()] });

    private static IEnumerable<bool> Covered(PolicyDocument policy, params Party[] parties)
        => parties.Select(party => ReferenceEvaluator.Covers(policy, policy.Rules[0].From, party));

    private static Selector Env(string value) => new([new LabelPattern("env", new Pattern(value))], [], [], [], [], []);

    private static Container AContainer(string env, bool fromImage) => new(
        env,
        env,
        "image",
        [new Label("env", env, fromImage)],
        [],
        [new PublishedPort(Protocol.Tcp, Family.IPv4, HostAddress: null, 15432, 5432)]);
}
