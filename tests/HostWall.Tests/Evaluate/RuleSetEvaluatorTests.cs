using System.Diagnostics;
using HostWall.Core.Addressing;
using HostWall.Core.Evaluate;
using HostWall.Core.Rules;
using HostWall.Scenarios;
using Link = HostWall.Core.Evaluate.Link;

namespace HostWall.Tests.Evaluate;

public sealed class RuleSetEvaluatorTests
{
    private static readonly Address Web = InventoryReader.ReadAddress("172.18.0.2");
    private static readonly Address Db = InventoryReader.ReadAddress("172.19.0.2");
    private static readonly Packet WebToDb = new(
        Hook.Forward, new Link("br-web", IsBridge: true), new Link("br-db", IsBridge: true), Web, Db, Protocol.Tcp, 5432, ConntrackStates.New, DateTimeOffset.UnixEpoch);

    [Fact]
    public void The_end_of_a_base_chain_lets_pass()
        => Fate(Rules(Base())).ShouldBe("Passed");

    [Fact]
    public void The_first_verdict_decides()
        => Fate(Rules(Base(Then(new Verdict.Continue()), Then(new Verdict.Reject()), Then(new Verdict.Drop())))).ShouldBe("Rejected: base base");

    [Fact]
    public void A_base_chain_that_accepts_hands_over_to_the_next()
        => Fate(Rules(Base(Then(new Verdict.Accept())), Base("second", Then(new Verdict.Drop())))).ShouldBe("Dropped: base second");

    [Fact]
    public void A_jump_comes_back_at_the_end_of_the_chain()
        => Fate(Rules(Base(Then(new Verdict.Jump("a")), Then(new Verdict.Drop())), Chain("a", Then(new Verdict.Continue())))).ShouldBe("Dropped: base a base");

    [Fact]
    public void A_goto_from_a_base_chain_does_not_come_back()
        => Fate(Rules(Base(Then(new Verdict.Goto("a")), Then(new Verdict.Drop())), Chain("a"))).ShouldBe("Passed: base");

    [Fact]
    public void The_end_of_a_chain_gone_to_returns_to_where_its_caller_was_jumped_from()
        => Fate(Rules(
            Base(Then(new Verdict.Jump("a")), Then(new Verdict.Reject())),
            Chain("a", Then(new Verdict.Goto("b")), Then(new Verdict.Drop())),
            Chain("b"))).ShouldBe("Rejected: base a base");

    [Fact]
    public void A_map_that_has_nothing_for_the_packet_leaves_it_to_the_next_rule()
    {
        var rules = Rules(Base(Then(new Verdict.Dispatch("dst")), Then(new Verdict.Reject())), Chain("to_db", Then(new Verdict.Drop())));
        Fate(rules).ShouldBe("Rejected: base base");
        Fate(rules with { Elements = [new Element.Dispatch("dst", new EndpointKey("br-db", Db), "to_db")] }).ShouldBe("Dropped: base to_db");
        Fate(rules with { Elements = [new Element.Dispatch("dst", new EndpointKey("br-web", Db), "to_db")] }).ShouldBe("Rejected: base base");
    }

    [Fact]
    public void A_published_port_on_one_address_goes_before_one_on_all()
    {
        var rules = Rules(Base(Then(new Verdict.Dispatch("served"))), Chain("one", Then(new Verdict.Drop())), Chain("all", Then(new Verdict.Reject()))) with
        {
            Elements =
            [
                new Element.Serve("served", Family.IPv4, Db, Protocol.Tcp, 5432, "one"),
                new Element.Serve("served", Family.IPv4, null, Protocol.Tcp, 5432, "all"),
            ],
        };
        Fate(rules).ShouldBe("Dropped: base one");
        Fate(rules, WebToDb with { Destination = Web }).ShouldBe("Rejected: base all");
        Fate(rules, WebToDb with { Protocol = Protocol.Udp }).ShouldBe("Passed: base");
        Fate(rules, WebToDb with { Destination = new Address(Family.IPv6, 1) }).ShouldBe("Passed: base");
    }

    public static TheoryData<Match, bool> Matches => new()
    {
        { new Match.State(ConntrackStates.New | ConntrackStates.Related), true },
        { new Match.State(ConntrackStates.Established), false },
        { new Match.FromBridge(), true },
        { new Match.ToBridge(), false },
        { new Match.FromLoopback(), false },
        { new Match.SourceIn("members"), true },
        { new Match.SourceIn("members", Negated: true), false },
        { new Match.SourceAddress("group"), true },
        { new Match.DestinationAddress("group"), false },
        { new Match.Ports([new PortMatch(Protocol.Tcp, new PortRange(5000, 6000))]), true },
        { new Match.Ports([new PortMatch(Protocol.Udp, PortRange.All)]), false },
        { new Match.NeighbourDiscovery(), false },
        { new Match.MidStream(), false },
        { new Match.OnForeignBridge(), false },
        { new Match.Ip(), false },
    };

    [Theory]
    [MemberData(nameof(Matches), DisableDiscoveryEnumeration = true)]
    public void A_match_holds_for_what_it_says(Match match, bool holds)
        => Fate(Matching(match)).ShouldBe(holds ? "Dropped: base" : "Passed");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_a_link_that_it_came_in_by_no_packet_is_or_is_not_in_a_set(bool negated)
        => Fate(Matching(new Match.SourceIn("members", negated)), WebToDb with { In = null }).ShouldBe("Passed");

    [Fact]
    public void A_tcp_packet_is_in_mid_stream_when_it_is_new_and_no_syn()
    {
        var rules = Matching(new Match.MidStream());
        Fate(rules, WebToDb with { Syn = false }).ShouldBe("Dropped: base");
        Fate(rules, WebToDb with { Syn = false, State = ConntrackStates.Established }).ShouldBe("Passed");
        Fate(rules, WebToDb with { Syn = false, Protocol = Protocol.Udp }).ShouldBe("Passed");
    }

    [Theory]
    [InlineData("lxcbr0", true)]
    [InlineData("virbr7", true)]
    [InlineData("br-web", false)]
    public void Foreign_bridges_are_known_by_name_or_pattern(string bridge, bool foreign)
    {
        var rules = Matching(new Match.FromBridge());
        Fate(rules, WebToDb with { In = new Link(bridge, IsBridge: true) }).ShouldBe(foreign ? "Passed" : "Dropped: base");
    }

    [Fact]
    public void In_the_bridge_hook_the_bridge_itself_is_asked_about()
    {
        var packet = WebToDb with { Hook = Hook.Bridge };
        Fate(Matching(new Match.OnBridgeIn("filtered"), Hook.Bridge), packet).ShouldBe("Dropped: base");
        Fate(Matching(new Match.OnForeignBridge(), Hook.Bridge), packet with { In = new Link("lxcbr0", IsBridge: true) }).ShouldBe("Dropped: base");
        Fate(Matching(new Match.Ip(), Hook.Bridge), packet).ShouldBe("Dropped: base");
        Fate(Matching(new Match.Arp(), Hook.Bridge), packet).ShouldBe("Passed");
    }

    [Fact]
    public void The_host_that_calls_itself_reaches_a_container_by_loopback()
    {
        var packet = WebToDb with { Hook = Hook.Output, In = null, Out = new Link("lo", IsBridge: false) };
        Fate(Matching(new Match.ToLoopbackTranslated(), Hook.Output), packet with { OriginalPort = 80 }).ShouldBe("Dropped: base");
        Fate(Matching(new Match.ToLoopbackTranslated(), Hook.Output), packet).ShouldBe("Passed");
    }

    [Fact]
    public void A_name_that_stands_for_nothing_is_no_rule_set()
    {
        Should.Throw<UnreachableException>(() => Fate(Rules(Base(Then(new Verdict.Goto("nowhere"))))));
        Should.Throw<UnreachableException>(() => Fate(Rules(Base(Then(new Verdict.Dispatch("nowhere"))))));
        Should.Throw<UnreachableException>(() => Fate(Matching(new Match.SourceIn("nowhere"))));
        Should.Throw<UnreachableException>(() => Fate(Rules(Base()) with { Elements = [new Element.Link("nowhere", "eth0")] }));
        Should.Throw<UnreachableException>(() => Fate(Rules(Base()) with { Elements = [new Element.Dispatch("dst", new EndpointKey("br-db", Db), "nowhere")] }));
    }

    [Fact]
    public void Rules_that_run_in_a_circle_are_no_rule_set()
    {
        Should.Throw<UnreachableException>(() => Fate(Rules(Base(Then(new Verdict.Goto("a"))), Chain("a", Then(new Verdict.Goto("a"))))));
        Should.Throw<UnreachableException>(() => Fate(Rules(Base(Then(new Verdict.Jump("a"))), Chain("a", Then(new Verdict.Jump("a"))))));
    }

    private static RuleSet Matching(Match match, Hook hook = Hook.Forward)
        => Rules(new Chain("base", hook, "", [new ChainRule([match], [], new Verdict.Drop(), "", null)])) with
        {
            Elements =
            [
                new Element.InSet("members", new EndpointKey("br-web", Web)),
                new Element.Link("filtered", "br-web"),
                new Element.Link("foreign", "br-db"),
                new Element.Link("foreign", "lxcbr0"),
            ],
        };

    private static RuleSet Rules(params Chain[] chains) => new(
        new Layout(
            [
                new SetDeclaration.Endpoints("members", ""),
                new SetDeclaration.Links("filtered", ""),
                new SetDeclaration.Links("foreign", ""),
                new SetDeclaration.Addresses("group", "", [new Cidr(InventoryReader.ReadAddress("172.18.0.0"), 16)]),
            ],
            [new MapDeclaration.ByDestination("dst", ""), new MapDeclaration.BySource("src", ""), new MapDeclaration.ByHostPort("served", "")],
            [.. chains],
            [],
            ["virbr*"]),
        []);

    private static Chain Base(params ChainRule[] rules) => Base("base", rules);

    private static Chain Base(string name, params ChainRule[] rules) => new(name, Hook.Forward, "", [.. rules]);

    private static Chain Chain(string name, params ChainRule[] rules) => new(name, null, "", [.. rules]);

    private static ChainRule Then(Verdict verdict) => new([], [], verdict, "", null);

    private static string Fate(RuleSet rules, Packet? packet = null)
    {
        var outcome = new RuleSetEvaluator(rules).Decide(packet ?? WebToDb);
        return outcome.Trace.IsEmpty ? $"{outcome.Fate}" : $"{outcome.Fate}: {string.Join(' ', outcome.Trace.Select(step => step.Chain))}";
    }
}
