using CsCheck;
using HostWall.Core.Addressing;
using HostWall.Core.Evaluate;
using HostWall.Core.Policy;
using HostWall.Tests.Policy;
using static HostWall.Tests.Evaluate.Policies;

namespace HostWall.Tests.Evaluate;

public sealed class InvariantCheckerTests
{
    /// <summary>A Wednesday.</summary>
    private static readonly DateTimeOffset Now = new(2027, 3, 3, 12, 0, 0, TimeSpan.Zero);

    private const string Forbid = """
        [[invariants]]
        name   = "only the api reaches the database"
        forbid = { from = "containers", except = "web", to = "db" }

        """;

    [Fact]
    public void An_invariant_that_holds_has_no_counterexample()
        => Broken(Forbid + Rule("from = \"web\"", "to = \"db\"", "ports = [\"tcp/5432\"]")).ShouldBeNull();

    [Fact]
    public void A_broken_one_names_a_flow_and_what_allows_it()
        => Broken(Forbid + Rule("from = \"unlabelled\"", "to = \"db\"", "ports = [\"udp/5000-5100\"]"))
            .ShouldBe("container of tier unlabelled -> container of tier db udp/5000, allowed by rule r (policy.toml:9)");

    [Fact]
    public void A_narrowed_peer_is_told_by_what_narrows_it()
        => Broken(
            "[[invariants]]\nname = \"i\"\nforbid = { from = { tier = \"web\", label = { env = \"test\" } }, to = \"db\" }\n"
            + Rule("from = { tier = \"web\", label = { env = \"t*\" } }", "to = \"db\"", "ports = [\"tcp/1\"]"))
            .ShouldBe("container of tier web with label env=test -> container of tier db tcp/1, allowed by rule r (policy.toml:9)");

    [Fact]
    public void What_only_those_with_something_in_common_may_is_found()
    {
        const string invariant = "[[invariants]]\nname = \"i\"\nforbid = { from = \"web\", to = \"db\" }\n";
        var rule = Rule("from = \"web\"", "to = \"db\"", "ports = [\"tcp/1\"]", "same = [\"project\"]");
        Broken(invariant + rule).ShouldBe("container of tier web of project x -> container of tier db of project x tcp/1, allowed by rule r (policy.toml:9)");
    }

    [Fact]
    public void A_published_port_is_found()
        => Broken("[[invariants]]\nname = \"i\"\nforbid = { from = \"world\", to = \"db\", ports = [\"tcp/22\"] }\n" + Rule("from = \"world\"", "to = \"db\"", "ports = [\"published\"]"))
            .ShouldBe("198.51.100.7 of the world -> container of tier db publishing the port tcp/22, allowed by rule r (policy.toml:9)");

    [Fact]
    public void A_flow_by_a_port_of_the_host_is_found()
        => Broken("[[invariants]]\nname = \"i\"\nforbid = { from = \"world\", to = \"db\" }\n" + Rule("from = \"world\"", "to = \"db\"", "ports = [\"tcp/80\"]", "published = [\"tcp/8443\"]"))
            .ShouldBe("198.51.100.7 of the world -> container of tier db tcp/80 by port 8443 of the host, allowed by rule r (policy.toml:9)");

    [Fact]
    public void What_opens_later_is_found_and_what_is_open_now_comes_first()
    {
        const string invariant = "[[invariants]]\nname = \"i\"\nforbid = { from = \"web\", to = \"db\" }\n";
        var later = Rule("from = \"web\"", "to = \"db\"", "ports = [\"tcp/1\"]", "when = { days = [\"sat\"] }");
        Broken(invariant + later).ShouldBe("container of tier web -> container of tier db tcp/1 from 2027-03-06 00:00:00Z on, allowed by rule r (policy.toml:9)");
        Broken(invariant + later + "[[rules]]\nname = \"s\"\nfrom = \"web\"\nto = \"db\"\nports = [\"tcp/2\"]\n")
            .ShouldBe("container of tier web -> container of tier db tcp/2, allowed by rule s (policy.toml:15)");
    }

    [Fact]
    public void A_deny_that_expires_breaks_it_from_then_on()
        => Broken(
            "[[invariants]]\nname = \"i\"\nforbid = { from = \"web\", to = \"db\" }\n"
            + Rule("from = \"web\"", "to = \"db\"", "action = \"deny\"", "expires = 2027-06-30T00:00:00Z")
            + "[[rules]]\nname = \"all\"\nfrom = \"web\"\nto = \"db\"\nports = [\"tcp/2\"]\n")
            .ShouldBe("container of tier web -> container of tier db tcp/2 from 2027-06-30 00:00:00Z on, allowed by rule all (policy.toml:15)");

    [Fact]
    public void Somebody_who_is_in_two_groups_is_somebody_else()
    {
        var policy = PolicyOf([Closed("db")], [AGroup("a", "203.0.113.0/24"), AGroup("b", "203.0.113.128/25", "192.0.2.0/24")], Deny("d", "@a", "db", "tcp/2"), Allow("r", "@b", "db", "tcp/1-3"))
            with
        { Invariants = [new Invariant("i", [new Peer.InGroup("a")], [], [new Peer.InTier("db")], [], new("policy.toml", 1), default)] };
        Text(policy).ShouldBe("203.0.113.128 of a and b -> container of tier db tcp/1, allowed by rule r (policy.toml:102)");
    }

    [Fact]
    public void In_audit_mode_what_the_policy_decides_counts()
        => Text(Reading.Document(Forbid) with { Settings = Settings.Default with { Mode = Mode.Audit } }).ShouldBeNull();

    [Fact]
    public void A_default_that_allows_breaks_it_too()
        => Text(Reading.Document("[tiers.open]\negress = \"allow\"\ningress = \"allow\"\n[[invariants]]\nname = \"i\"\nforbid = { from = \"open\", to = \"open\", ports = [\"icmp\"] }\n"))
            .ShouldBe("container of tier open -> container of tier open icmp/echo-request, allowed by the defaults of both sides");

    [Fact]
    public void Nothing_that_is_forbidden_is_missed()
    {
        var peer = Gen.OneOf("a", "b", "any", "containers", "world", "host", "@g");
        var rule = Gen.Select(peer, peer, Gen.OneOf("tcp", "tcp/1-3", "tcp/2", "udp/2", "icmp"), Gen.Enum<RuleAction>());
        Gen.Select(rule.Array[0, 6], Gen.Enum<Default>(), peer, peer, Gen.UShort[1, 4]).Sample((rules, value, from, to, port) =>
        {
            var policy = PolicyOf(
                [ATier("a", value, value), Closed("b")],
                [AGroup("g", "203.0.113.0/24")],
                [.. rules.Select((each, index) => Allow($"r{index}", each.Item1, each.Item2, each.Item3) with { Action = each.Item4 })]);
            var probe = Allow("probe", from, to);
            var invariant = new Invariant("i", probe.From, [], probe.To, [Port($"tcp/{port}")], default, default);
            var passes = Everybody.SelectMany(_ => Everybody, (sender, receiver) => (sender, receiver))
                .Where(pair => ReferenceEvaluator.Covers(policy, probe.From, pair.sender) && ReferenceEvaluator.Covers(policy, probe.To, pair.receiver))
                .Where(pair => pair.sender is Party.InTier || pair.receiver is Party.InTier)
                .Any(pair => ReferenceEvaluator.Decide(policy, new Flow(pair.sender, pair.receiver, Protocol.Tcp, port, ConntrackStates.New, Now)).Passes);
            return InvariantChecker.Check(policy with { Invariants = [invariant] }, Now)[0].Holds != passes;
        });
    }

    [Fact]
    public void Twenty_tiers_two_hundred_rules_and_twenty_invariants_are_quick()
    {
        var tiers = Enumerable.Range(0, 20).Select(i => Closed($"t{i}")).ToArray();
        var rules = Enumerable.Range(0, 200).Select(i => Allow($"r{i}", $"t{i % 20}", $"t{i * 7 % 20}", $"tcp/{i * 50}-{(i * 50) + 20}") with
        {
            Same = i % 20 == 0 ? [new SameKey.Project()] : [],
            When = i % 50 == 0 ? new Window(Days.Monday, TimeSpan.FromHours(i / 50), TimeSpan.FromHours(12)) : null,
        });
        var invariants = Enumerable.Range(0, 20).Select(i => new Invariant($"i{i}", [new Peer.Any()], [new Peer.InTier($"t{i}")], [new Peer.InTier($"t{i}")], [Port("udp")], default, default));
        var policy = PolicyOf(tiers, [AGroup("g", "203.0.113.0/24")], [.. rules]) with { Invariants = [.. invariants] };
        var started = TimeProvider.System.GetTimestamp();
        InvariantChecker.Check(policy, Now).ShouldAllBe(result => result.Holds);
        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    private static Party[] Everybody =>
    [
        new Party.InTier("a"), new Party.InTier("b"), new Party.InTier(Tier.Unlabelled), new Party.Host(), new Party.World(Outside),
        new Party.World(HostWall.Scenarios.InventoryReader.ReadAddress("203.0.113.5")),
    ];

    private static string? Broken(string lines)
    {
        var reading = Reading.OfLines(lines);
        return Text(reading.Document.ShouldNotBeNull(string.Join('\n', reading.Faults())));
    }

    private static string? Text(PolicyDocument policy) => InvariantChecker.Check(policy, Now).ShouldHaveSingleItem().Broken?.Text;

    private static string Rule(params string[] lines) => $"[[rules]]\nname = \"r\"\n{string.Join('\n', lines)}\n";
}
