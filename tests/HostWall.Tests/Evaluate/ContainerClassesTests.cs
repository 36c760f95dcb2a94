using CsCheck;
using HostWall.Core.Desired;
using HostWall.Core.Evaluate;
using HostWall.Core.Inventory;
using HostWall.Core.Policy;
using HostWall.Tests.Policy;
using static HostWall.Tests.Evaluate.Policies;

namespace HostWall.Tests.Evaluate;

public sealed class ContainerClassesTests
{
    private static readonly Gen<Pattern> AnyPattern = Gen.OneOf("a", "b", "a*", "*b", "?", "a?", "*", "*a*").Select(text => new Pattern(text));

    private static readonly Gen<string> AnyText = Gen.OneOf("a", "b", "ab", "aa", "ba", "c", "cb", "abab", "zzz");

    private static readonly Gen<Selector> AnySelector =
        from which in Gen.Int[1, 31]
        from patterns in AnyPattern.Array[6]
        select new Selector(
            (which & 1) == 0 ? [] : [new LabelPattern("env", patterns[0])],
            (which & 2) == 0 ? [] : [patterns[1], patterns[5]],
            [],
            (which & 4) == 0 ? [] : [patterns[2]],
            (which & 8) == 0 ? [] : [patterns[3]],
            (which & 16) == 0 ? [] : [patterns[4]]);

    private static readonly Gen<PolicyDocument> AnyPolicy =
        from selectors in AnySelector.Array[4]
        from narrowed in Gen.Select(Gen.OneOf("a", "b", Tier.Unlabelled, ""), AnySelector).Array[0, 3]
        from claim in Gen.Bool
        select PolicyOf(
            [Closed("a") with { Select = selectors[0] }, Closed("b") with { Select = selectors[1], Claim = claim ? selectors[2] : null }],
            [],
            [.. narrowed.Select((peer, index) => Allow($"r{index}", "any", "any") with { From = [new Peer.Narrowed(peer.Item1.Length == 0 ? null : peer.Item1, peer.Item2)] })]);

    private static readonly Gen<Container> AnyContainer =
        from texts in AnyText.Array[5]
        from has in Gen.Int[0, 15]
        from label in Gen.OneOf("", "a", "b", "nosuch")
        select new Container(
            "id",
            "name",
            texts[0],
            [
                .. new List<Label>
                {
                    new("com.docker.compose.project", texts[1], FromImage: false),
                    new("com.docker.compose.service", texts[2], FromImage: false),
                    new("env", texts[3], FromImage: false),
                    new(TierAssignment.LabelKey, label, FromImage: false),
                }.Where((_, index) => (has & (1 << index)) != 0 && (index != 3 || label.Length > 0)),
            ],
            [.. new[] { texts[4], texts[3] }.Distinct().Select(network => new Endpoint(network, "br", []))],
            []);

    [Fact]
    public void Whoever_stands_for_a_class_gets_into_its_tier()
        => AnyPolicy.Sample(policy =>
        {
            var classes = ContainerClasses.Of([policy]);
            return policy.Tiers.All(tier => classes.In(tier.Name).OfType<Party.InTier>().All(party => party.Container is null || TierAssignment.Of(policy, party.Container).Tier == tier.Name));
        });

    [Fact]
    public void Every_container_is_of_a_class()
        => Gen.Select(AnyPolicy, AnyContainer).Sample((policy, container) =>
        {
            var bound = TierAssignment.Of(policy, container);
            var self = Parties.Of(bound, network: null);
            var classes = ContainerClasses.Of([policy]);
            return classes.AreAll && classes.In(bound.Tier).Any(party => policy.Rules.All(rule => Covers(policy, rule, party) == Covers(policy, rule, self)));
        });

    [Fact]
    public void Every_pair_of_containers_has_a_pair_of_classes_that_is_as_alike()
    {
        SameKey[] keys = [new SameKey.Project(), new SameKey.Network(), new SameKey.Label("env")];
        Gen.Select(AnyPolicy, Gen.Int[0, 2].Select(which => keys[which]), AnyContainer, AnyContainer).Sample((plain, key, one, other) =>
        {
            var policy = plain with { Rules = [.. plain.Rules, Allow("same", "any", "any") with { Same = [key] }] };
            var (from, to) = (Parties.Of(TierAssignment.Of(policy, one)).First(), Parties.Of(TierAssignment.Of(policy, other)).Last());
            var classes = ContainerClasses.Of([policy]);
            var (senders, receivers) = (Alike(from), Alike(to));
            return !classes.AreAll || senders.Any(sender => receivers.Any(receiver
                => RuleMeaning.AreAlike(policy, policy.Rules[^1], sender, receiver) == RuleMeaning.AreAlike(policy, policy.Rules[^1], from, to)));

            List<Party> Alike(Party.InTier self)
                => [.. classes.In(self.Tier).Where(party => policy.Rules.All(rule => Covers(policy, rule, party) == Covers(policy, rule, self)))];
        });
    }

    [Fact]
    public void Each_class_is_told_from_each_other_of_its_tier()
        => AnyPolicy.Sample(policy =>
        {
            var classes = ContainerClasses.Of([policy]);
            return policy.Tiers.All(tier => classes.In(tier.Name).Where(party => party is Party.InTier { Container: not null })
                .Select(party => string.Concat(policy.Rules.Select(rule => Covers(policy, rule, party) ? '1' : '0')))
                .GroupBy(covered => covered).All(alike => alike.Count() == 1));
        });

    [Fact]
    public void A_tier_whose_members_nobody_tells_apart_is_one_class()
    {
        var policy = PolicyOf([Closed("a") with { Select = Image("x*") }, Closed("b")], [], Allow("r", "a", "b", "tcp/1"));
        ContainerClasses.Of([policy]).In("a").ShouldBe([new Party.InTier("a")]);
    }

    [Fact]
    public void A_claim_and_earlier_selects_keep_classes_out()
    {
        var narrowed = Allow("r", "any", "any") with { From = [new Peer.Narrowed("b", Image("x*"))] };
        Words(PolicyOf([Closed("a") with { Select = Image("x*") }, Closed("b") with { Select = Image("*"), Claim = Image("y") }], [], narrowed), "b")
            .ShouldBe(["container of tier b of image y"]);
    }

    [Fact]
    public void What_is_compared_takes_two_values()
        => Words(Reading.Document("[[rules]]\nname = \"r\"\nfrom = \"web\"\nto = { tier = \"db\", project = \"shop\" }\nports = [\"tcp/1\"]\nsame = [\"project\"]\n"), "db")
            .ShouldBe(["container of tier db of project x", "container of tier db of project y", "container of tier db of project shop"], ignoreOrder: true);

    [Fact]
    public void Networks_come_in_unions()
        => Words(
            Reading.Document("[[rules]]\nname = \"r\"\nfrom = { network = \"back\" }\nto = \"db\"\nports = [\"tcp/1\"]\n[[rules]]\nname = \"s\"\nfrom = { network = \"front\" }\nto = \"db\"\nports = [\"tcp/1\"]\n"), "web")
            .ShouldBe(
            [
                "container of tier web on network x",
                "container of tier web on network back",
                "container of tier web on network front",
                "container of tier web on networks back, front",
            ], ignoreOrder: true);

    [Fact]
    public void More_distinctions_than_can_be_gone_through_are_owned_up_to()
    {
        var rules = Enumerable.Range(0, 20).Select(i => Allow($"r{i}", "any", "any") with { From = [new Peer.Narrowed("a", new([new LabelPattern($"k{i}", new Pattern("x"))], [], [], [], [], []))] });
        ContainerClasses.Of([PolicyOf([Closed("a")], [], [.. rules])]).AreAll.ShouldBeFalse();
    }

    [Fact]
    public void A_hundred_patterns_are_quick()
    {
        var rules = Enumerable.Range(0, 120).Select(i => Allow($"r{i}", "any", "any") with { From = [new Peer.Narrowed("a", Image($"registry.example.com/team-{i}/*"))] });
        var started = TimeProvider.System.GetTimestamp();
        ContainerClasses.Of([PolicyOf([Closed("a")], [], [.. rules])]).In("a").Count.ShouldBe(121);
        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    private static IEnumerable<string> Words(PolicyDocument policy, string tier) => ContainerClasses.Of([policy]).In(tier).Select(party => PartyText.Of(policy, party));

    private static bool Covers(PolicyDocument policy, Rule rule, Party party) => ReferenceEvaluator.Covers(policy, rule.From, party);

    private static Selector Image(string pattern) => new([], [new Pattern(pattern)], [], [], [], []);
}
