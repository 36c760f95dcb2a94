using CsCheck;
using HostWall.Core.Addressing;
using HostWall.Core.Compile;
using HostWall.Core.Inventory;
using HostWall.Scenarios.Grid;

namespace HostWall.Tests.Evaluate;

/// <summary>What must hold between a policy and another that is made from it, whatever the policy.</summary>
public sealed class PolicyRelationTests
{
    private const int Policies = 100;

    private static readonly DateTimeOffset At = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private static readonly Gen<string[]> AnyRules = RandomPolicy.Rules(Transports.All, onlySeen: true);

    [Fact]
    public void An_allow_rule_at_the_end_never_closes_a_cell()
        => Gen.Select(RandomPolicy.Head, AnyRules, AnyRules.Where(rules => rules.Length > 0), RandomWorld.Any).Sample(
            (head, rules, more, world) =>
            {
                var last = more[0].Replace("action = \"deny\"", "action = \"allow\"", StringComparison.Ordinal).Replace("action = \"reject\"", "action = \"allow\"", StringComparison.Ordinal);
                var (before, after) = (Grid(RandomPolicy.Write(head, rules), world), Grid(RandomPolicy.Write(head, [.. rules, last]), world));
                before.Where(cell => cell.Value == Answer.Open && after[cell.Key] != Answer.Open).ShouldBeEmpty();
            },
            iter: Policies);

    [Fact]
    public void The_order_of_rules_that_do_not_overlap_does_not_matter()
        => Gen.Select(RandomPolicy.Head, RandomPolicy.Rules(Transports.Tcp, onlySeen: true), RandomPolicy.Rules(Transports.Udp, onlySeen: true), RandomWorld.Any).Sample(
            (head, tcp, udp, world) => Grid(RandomPolicy.Write(head, [.. tcp, .. udp]), world).ShouldBe(Grid(RandomPolicy.Write(head, [.. udp, .. tcp]), world)),
            iter: Policies);

    [Fact]
    public void Another_name_for_a_tier_changes_nothing()
        => Gen.Select(RandomPolicy.Seen, RandomWorld.Any).Sample(
            (text, world) => Grid(text.Replace("tier-a", "zebra", StringComparison.Ordinal), world.Renamed("tier-a", "zebra")).ShouldBe(Grid(text, world)),
            iter: Policies);

    [Fact]
    public void Both_families_have_the_same_grid()
        => Gen.Select(RandomPolicy.Seen, RandomWorld.Any).Sample(
            (text, world) =>
            {
                var grid = Grid(text, world);
                grid.Where(cell => cell.Key.Family == Family.IPv4 && grid[cell.Key with { Family = Family.IPv6 }] != cell.Value).ShouldBeEmpty();
            },
            iter: Policies);

    [Fact]
    public void The_order_in_which_things_are_listed_does_not_matter()
        => Gen.Select(RandomPolicy.Any, RandomWorld.Any).Sample(
            (text, world) => RuleSetCompiler.Compile(new GridCase("listed the other way round", text, world.Reversed()).Desired)
                .ShouldBe(RuleSetCompiler.Compile(new GridCase("random policy", text, world).Desired)),
            iter: 3 * Policies);

    private static Dictionary<Cell, Answer> Grid(string text, Snapshot world)
    {
        var judges = new Judges(new GridCase("random policy", text, world).Desired, At);
        return Cell.All.ToDictionary(cell => cell, judges.ByRules);
    }
}
