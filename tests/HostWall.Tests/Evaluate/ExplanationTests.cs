using HostWall.Core;
using HostWall.Core.Desired;
using HostWall.Core.Evaluate;
using HostWall.Core.Inventory;
using HostWall.Core.Policy;
using HostWall.Scenarios;
using static HostWall.Tests.Evaluate.Policies;

namespace HostWall.Tests.Evaluate;

public sealed class ExplanationTests
{
    private static readonly PolicyDocument Shop = PolicyOf(
        [Closed("web"), Closed("db")],
        [AGroup("office", "203.0.113.0/24")],
        Allow("web-to-db", "web", "db", "tcp/5432"),
        Allow("office", "@office", "web"));

    private static readonly DesiredState Desired = new(
        Shop,
        [],
        [
            Bound("web-1", "0a1b2c3d4e5f", "web", new TierReason.Labelled(), ("front", "172.18.0.2"), ("back", "172.19.0.2")),
            Bound("web-2", "0a1bffffffff", "web", new TierReason.Selected(), ("front", "172.18.0.3")),
            Bound("db-1", "1234567890ab", "db", new TierReason.Labelled(), ("back", "172.19.0.3")),
            Bound("office", "ffff00000000", Tier.Unlabelled, new TierReason.InNone(), ("front", "172.18.0.4")),
            Bound("batch", "eeee00000000", Tier.Unlabelled, new TierReason.InNone(), ("front", "172.18.0.9")),
            Bound("batch", "dddd00000000", Tier.Unlabelled, new TierReason.InNone(), ("side", "172.18.0.9")),
            Bound("hosted", "cccc00000000", Tier.Unlabelled, new TierReason.InNone()),
        ],
        [], [], [], [],
        [InventoryReader.ReadAddress("192.0.2.10")]);

    [Theory]
    [InlineData("host", "Host { Address =  }")]
    [InlineData("web", "Tier web")]
    [InlineData("unlabelled", "Tier unlabelled")]
    [InlineData("office", "Group office")]
    [InlineData("/office", "Container office ffff00000000")]
    [InlineData("web-1", "Container web-1 0a1b2c3d4e5f")]
    [InlineData("0a1b2c", "Container web-1 0a1b2c3d4e5f")]
    [InlineData("0A1B2C3D4E5F", "Container web-1 0a1b2c3d4e5f")]
    [InlineData("172.19.0.3", "Container db-1 1234567890ab")]
    [InlineData("192.0.2.10", "Host { Address = 192.0.2.10 }")]
    [InlineData("203.0.113.7", "World { Address = 203.0.113.7 }")]
    [InlineData("2001:db8::1", "World { Address = 2001:db8::1 }")]
    [InlineData("0a1b", "\"0a1b\" could be any of web-1, web-2")]
    [InlineData("172.18.0.9", "\"172.18.0.9\" could be any of batch, batch")]
    [InlineData("ofice", "nothing is named \"ofice\"; did you mean \"office\"?")]
    [InlineData("123", "nothing is named \"123\": no container, tier or group, and it is no address")]
    [InlineData("010.0.0.1", "nothing is named \"010.0.0.1\": no container, tier or group, and it is no address")]
    public void A_text_stands_for_one_party_or_for_none(string text, string expected)
        => Shown(PartyResolver.Resolve(Desired, text)).ShouldBe(expected);

    [Fact]
    public void An_explanation_says_who_is_who_and_which_line_decided() => Explain("172.18.0.2", "db-1").ShouldBe(
    [
        "172.18.0.2 is container web-1, tier web (label hostwall.tier)",
        "db-1 is a container, tier db (label hostwall.tier), at 172.19.0.3 on back",
        "rule web-to-db allows it (policy.toml:101)",
        "an allowed flow goes on to Docker's own rules, which may still drop it",
    ]);

    [Fact]
    public void Containers_without_a_common_network_are_kept_apart_by_Docker_itself() => Explain("web-2", "db-1").ShouldBe(
    [
        "web-2 is a container, tier web (select), at 172.18.0.3 on front",
        "db-1 is a container, tier db (label hostwall.tier), at 172.19.0.3 on back",
        "rule web-to-db allows it (policy.toml:101)",
        "an allowed flow goes on to Docker's own rules, which may still drop it",
        "Docker itself keeps them apart: they share no network",
    ]);

    [Fact]
    public void An_allowed_flow_is_told_of_the_limits_that_it_may_run_into()
    {
        var rule = Allow("web-to-db", "web", "db", "tcp/5432") with { Rate = new Rate(50, RateUnit.Minute, 5, LimitScope.Source), Connections = new ConnectionLimit(100, LimitScope.Rule) };
        var limited = Desired with { Policy = Shop with { Rules = [rule] } };

        var explanation = Explanation.Of(limited, Subject(limited, "web-1"), Subject(limited, "db-1"), Port("tcp/5432"), DateTimeOffset.UnixEpoch);

        explanation.ShouldNotBeNull();
        explanation.Sentences.ShouldContain("the rule denies what is over its limits, which are taken as not reached: 50/minute per source, 100 open per rule");
    }

    [Fact]
    public void A_default_that_denies_is_named() => Explain("world", "db").ShouldBe(
    [
        "world is every address outside; 198.51.100.7 stands for it",
        "db is a tier; 1 container is in it",
        "no rule decides it, and tier db denies ingress by default",
    ]);

    [Fact]
    public void An_address_outside_is_told_with_its_groups() => Explain("203.0.113.9", "web").ShouldBe(
    [
        "203.0.113.9 is outside, no container's address and not this host's, in group office",
        "web is a tier; 2 containers are in it",
        "rule office allows it (policy.toml:102)",
        "an allowed flow goes on to Docker's own rules, which may still drop it",
    ]);

    [Fact]
    public void What_is_not_a_containers_is_not_judged() => Explain("world", "host").ShouldBe(
    [
        "world is every address outside; 198.51.100.7 stands for it",
        "host is this host itself",
        "neither side is a container: it is not HostWall's to judge",
    ]);

    [Fact]
    public void In_audit_mode_a_denied_flow_passes_and_is_said_to()
    {
        var audit = Desired with { Policy = Shop with { Settings = Settings.Default with { Mode = Mode.Audit } } };
        var explanation = Explanation.Of(audit, Subject(audit, "host"), Subject(audit, "hosted"), Port("tcp/22"), DateTimeOffset.UnixEpoch);
        explanation.ShouldNotBeNull();
        explanation.Passes.ShouldBeTrue();
        explanation.Decision.Passes.ShouldBeFalse();
        explanation.Sentences.Skip(1).ShouldBe(
        [
            "hosted is a container, tier unlabelled (no label, no select matches), on no Docker bridge network: HostWall does not see its traffic",
            "no rule decides it, and tier unlabelled denies ingress by default",
            "it would be denied, but mode is audit: it is counted and logged, and goes on to Docker's own rules",
        ]);
    }

    [Theory]
    [InlineData("when", "rule web-to-db applies only mon-fri 08:00-18:00 UTC (policy.toml:101)")]
    [InlineData("expired", "rule web-to-db has expired, at 1969-12-31 00:00:00Z (policy.toml:101)")]
    [InlineData("same", "rule web-to-db asks for the same project on both sides (policy.toml:101)")]
    [InlineData("narrowed", "rule web-to-db is for db (image postgres:*) alone (policy.toml:101)")]
    [InlineData("audit", "rule web-to-db matches it and decides nothing: its mode is audit (policy.toml:101)")]
    public void A_rule_that_would_decide_but_for_one_thing_is_told_with_it(string what, string sentence)
    {
        var rule = Shop.Rules[0];
        var policy = Shop with
        {
            Rules =
            [
                what switch
                {
                    "when" => rule with { When = new Window(Days.All & ~Days.Saturday & ~Days.Sunday, TimeSpan.FromHours(8), TimeSpan.FromHours(18)) },
                    "expired" => rule with { Expires = DateTimeOffset.UnixEpoch.AddDays(-1) },
                    "same" => rule with { Same = [new SameKey.Project()] },
                    "narrowed" => rule with { To = [new Peer.Narrowed("db", new([], [new Pattern("postgres:*")], [], [], [], []))] },
                    _ => rule with { Audit = true },
                },
            ],
        };
        var desired = Desired with { Policy = policy };
        Explanation.Of(desired, Subject(desired, "web-1"), Subject(desired, "db-1"), Port("tcp/5432"), DateTimeOffset.UnixEpoch)!.Sentences
            .Skip(2).ShouldBe([sentence, "no rule decides it, and tier db denies ingress by default"]);
    }

    [Fact]
    public void ICMP_as_a_whole_is_every_type_and_denied_if_one_is()
    {
        var ping = Shop with { Rules = [Shop.Rules[0] with { Ports = [Port("icmp/1")] }] };
        var desired = Desired with { Policy = ping };
        Explanation.Of(desired, Subject(desired, "web"), Subject(desired, "db"), Port("icmp/1"), DateTimeOffset.UnixEpoch)!.Passes.ShouldBeTrue();
        var every = Explanation.Of(desired, Subject(desired, "web"), Subject(desired, "db"), Port("icmp"), DateTimeOffset.UnixEpoch).ShouldNotBeNull();
        every.Passes.ShouldBeFalse();
        every.Sentences.ShouldContain("asked about every type of ICMP; the answer is that for icmp/echo-reply");
    }

    [Fact]
    public void That_neighbour_discovery_passes_all_the_same_is_said()
        => Explanation.Of(Desired, Subject(Desired, "web"), Subject(Desired, "db"), Port($"icmp/{HostWall.Core.Addressing.IcmpType.Find("nd-neighbor-solicit")!.Ordinal}"), DateTimeOffset.UnixEpoch)!
            .Sentences[^1].ShouldStartWith("neighbour discovery itself passes");

    [Fact]
    public void A_client_that_asks_for_a_published_port_may_fare_otherwise()
    {
        var policy = Shop with { Rules = [Shop.Rules[0] with { HostPorts = [Port("tcp/15432")] }] };
        var db = Desired.Containers[2];
        var published = new PublishedPort(HostWall.Core.Addressing.Protocol.Tcp, HostWall.Core.Addressing.Family.IPv4, HostAddress: null, 15432, 5432);
        var desired = Desired with { Policy = policy, Containers = [Desired.Containers[0], db with { Container = db.Container with { Published = [published] } }] };
        Explanation.Of(desired, Subject(desired, "web-1"), Subject(desired, "db-1"), Port("tcp/5432"), DateTimeOffset.UnixEpoch)!.Sentences
            .ShouldContain("by the published port 15432 of the host: rule web-to-db allows it (policy.toml:101)");
    }

    [Fact]
    public void A_tier_stands_for_all_who_can_be_in_it()
    {
        var policy = Shop with { Rules = [Shop.Rules[0] with { From = [new Peer.Narrowed("web", new([new LabelPattern("env", new Pattern("prod"))], [], [], [], [], []))] }] };
        var desired = Desired with { Policy = policy, Containers = [] };
        Explanation.Of(desired, Subject(desired, "web"), Subject(desired, "db"), Port("tcp/5432"), DateTimeOffset.UnixEpoch)!.Passes.ShouldBeFalse();
    }

    [Fact]
    public void There_is_no_flow_from_one_family_to_the_other()
        => Explanation.Of(Desired, Subject(Desired, "203.0.113.9"), Subject(Desired, "2001:db8::1"), Port("icmp"), DateTimeOffset.UnixEpoch).ShouldBeNull();

    private static EquatableArray<string> Explain(string from, string to)
        => Explanation.Of(Desired, Subject(Desired, from), Subject(Desired, to), Port("tcp/5432"), DateTimeOffset.UnixEpoch)!.Sentences;

    private static Subject Subject(DesiredState desired, string text)
        => PartyResolver.Resolve(desired, text).ShouldBeOfType<Resolution.Found>().Subject;

    private static string Shown(Resolution resolution) => resolution switch
    {
        Resolution.Found { Subject: Subject.Container container } => $"Container {container.Bound.Container.Name} {container.Bound.Container.Id}",
        Resolution.Found { Subject: Subject.Tier tier } => $"Tier {tier.Named.Name}",
        Resolution.Found { Subject: Subject.Group group } => $"Group {group.Named.Name}",
        Resolution.Found found => $"{found.Subject}",
        Resolution.NotFound not => not.Message,
        Resolution.Ambiguous ambiguous => ambiguous.Message,
        _ => "",
    };

    private static BoundContainer Bound(string name, string id, string tier, TierReason reason, params (string Network, string Address)[] endpoints)
        => new(
            new Container(id, name, "image", [], [.. endpoints.Select(at => new Endpoint(at.Network, $"br-{at.Network}", [InventoryReader.ReadAddress(at.Address)]))], []),
            tier,
            reason);
}
