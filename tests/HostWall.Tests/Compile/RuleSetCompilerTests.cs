using CsCheck;
using HostWall.Core;
using HostWall.Core.Addressing;
using HostWall.Core.Compile;
using HostWall.Core.Desired;
using HostWall.Core.Inventory;
using HostWall.Core.Render;
using HostWall.Core.Rules;
using HostWall.Tests.Desired;
using static HostWall.Tests.Desired.Containers;

namespace HostWall.Tests.Compile;

/// <summary>What the compiler promises of its output as a whole; what the rules do is the scenarios' matter.</summary>
public sealed class RuleSetCompilerTests
{
    private const string Tiers = """
        [tiers.web]
        ingress = "allow"
        [tiers.db]
        [groups.office]
        cidrs = ["203.0.113.0/24"]
        [[rules]]
        name  = "web-to-db"
        from  = ["web", "office"]
        to    = "db"
        ports = ["tcp/5432", "udp/1-9"]
        """;

    private static readonly NftOptions Options = new(NflogGroup: 100, BridgeNames: true);

    private static readonly Gen<Snapshot> AnySnapshot =
        from containers in Gen.Select(Gen.OneOf("web", "db", "nosuch"), Gen.Int[1, 7], Gen.Int[0, 3]).Array[0, 8]
        select AHost([.. containers.Select((item, index) => AnyContainer(index, item.Item1, item.Item2, item.Item3))]) with
        {
            Host = new HostLinks([Address("192.0.2.10"), Address("2001:db8::10")], ["lxcbr0", "br-one", "wlan-br"], ["br-one", "br-two"], ["virbr*", "vnet*"]),
        };

    [Fact]
    public void The_inventorys_order_makes_no_difference()
        => Gen.Select(AnySnapshot, Gen.Int[0, int.MaxValue]).Sample((snapshot, seed) =>
        {
            var random = new Random(seed);
            var shuffled = new Snapshot(
                Shuffled(random, snapshot.Networks),
                Shuffled(random, snapshot.Containers.Select(container => container with
                {
                    Endpoints = Shuffled(random, container.Endpoints.Select(endpoint => endpoint with { Addresses = Shuffled(random, endpoint.Addresses) })),
                    Published = Shuffled(random, container.Published),
                })),
                new HostLinks(
                    Shuffled(random, snapshot.Host.Addresses),
                    Shuffled(random, snapshot.Host.Bridges),
                    Shuffled(random, snapshot.Host.FilteredBridges),
                    Shuffled(random, snapshot.Host.ForeignPatterns)));

            var (one, other) = (RuleSetOf(Tiers, snapshot), RuleSetOf(Tiers, shuffled));

            other.ShouldBe(one);
            Text(other).ShouldBe(Text(one));
        });

    [Fact]
    public void Containers_change_elements_and_never_the_layout()
        => Gen.Select(AnySnapshot, AnySnapshot).Sample((one, other)
            => RuleSetOf(Tiers, other).Layout.ShouldBe(RuleSetOf(Tiers, one).Layout));

    [Fact]
    public void A_containers_share_of_the_elements_does_not_grow_with_their_number()
    {
        foreach (var count in (int[])[10, 100, 1000])
        {
            var (without, with) = (RuleSetOf(Tiers, ManyContainers(count)).Elements, RuleSetOf(Tiers, ManyContainers(count + 1)).Elements);
            var added = with.Except(without).ToList();

            (with.Count - without.Count).ShouldBe(added.Count, "nothing is taken away");

            // On three networks, in both families, with three published ports.
            added.Count.ShouldBe(54);
            NftablesRenderer.RenderChange(1, [], added).Length.ShouldBeInRange(3_000, 3_500);
        }
    }

    [Fact]
    public void A_container_in_no_tier_adds_nothing()
        => RuleSetOf(Tiers, AHost(AnyContainer(1, "nosuch", networks: 7, published: 0))).Elements.ShouldBeEmpty();

    [Fact]
    public void No_two_names_meet_however_tiers_groups_and_rules_are_named()
    {
        string[] tiers = ["at", "web", "web4", "web6", "web44", "web-4", "labelled", "filtered", "foreign", "default", "states", "from", "to", "containers4", "invalid", "g1", "a0123456789012345678901234567-9"];
        string[] groups = ["web4-at", "tier", "group", "g2", "mid-stream"];
        var text = string.Join('\n', (IEnumerable<string>)
        [
            .. tiers.Select(tier => $"[tiers.{tier}]\ningress = \"allow\""),
            .. groups.Select((group, index) => $"[groups.{group}]\ncidrs = [\"10.{index}.0.0/16\", \"2001:db8:{index + 1:x}::/48\"]"),
            .. tiers.Concat(groups).Select(name => $"[[rules]]\nname = \"{name}\"\nfrom = \"{name}\"\nto = \"web\"\nstates = [\"new\", \"established\"]\nlog = true"),
        ]);

        var lines = Text(RuleSetOf(text, AHost())).Split('\n');

        foreach (var table in (string[])["inet", "bridge"])
        {
            var declared = lines.SkipWhile(line => line != $"table {table} hostwall {{").TakeWhile(line => line != "}")
                .Where(line => line.StartsWith("\tset ", StringComparison.Ordinal) || line.StartsWith("\tmap ", StringComparison.Ordinal) || line.StartsWith("\tchain ", StringComparison.Ordinal))
                .Select(line => (IsChain: line.StartsWith("\tchain", StringComparison.Ordinal), Name: line.Split(' ')[1]))
                .ToList();
            declared.ShouldNotBeEmpty();
            declared.Distinct().Count().ShouldBe(declared.Count);
        }
    }

    [Fact]
    public void Every_path_through_the_rules_ends_in_a_verdict()
    {
        var layout = RuleSetOf(Tiers, AHost()).Layout;
        foreach (var chain in layout.Chains.Where(chain => chain.Hook is null && chain.Name is not ("vet" or "world_to_host")))
        {
            var last = chain.Rules[^1];
            last.Matches.ShouldBeEmpty(chain.Name);
            (last.Verdict is Verdict.Accept or Verdict.Drop or Verdict.Reject or Verdict.Goto).ShouldBeTrue($"{chain.Name} ends in {last.Verdict}");
        }
    }

    private static Snapshot ManyContainers(int count) => AHost([.. Enumerable.Range(0, count).Select(index => AnyContainer(index, "web", networks: 7, published: 3))]);

    private static Container AnyContainer(int index, string tier, int networks, int published)
    {
        var container = AContainer($"c{index}", Label(TierAssignment.LabelKey, tier));
        foreach (var (bridge, bit) in (IEnumerable<(string, int)>)[("br-one", 1), ("br-two", 2), ("br-three", 4)])
        {
            container = (networks & bit) == 0 ? container : container.On(bridge, $"172.{16 + bit}.{index / 250}.{1 + (index % 250)}", $"fd00:{bit}::{index + 1:x}");
        }

        return Enumerable.Range(0, published).Aggregate(container, (made, port)
            => made.Publishing(new PublishedPort(Protocol.Tcp, (Family)(port % 2), HostAddress: null, (ushort)(10_000 + (index * 10) + port), 5432)));
    }

    private static RuleSet RuleSetOf(string policy, Snapshot snapshot) => RuleSetCompiler.Compile(Binder.Bind(PolicyOf(policy), snapshot));

    private static string Text(RuleSet ruleSet) => NftablesRenderer.Render(ruleSet, 1, Options) is var rendered ? rendered.Prepare + rendered.Switch : "";

    private static EquatableArray<T> Shuffled<T>(Random random, IEnumerable<T> items)
        where T : IEquatable<T>
    {
        var array = items.ToArray();
        random.Shuffle(array);
        return [.. array];
    }
}
