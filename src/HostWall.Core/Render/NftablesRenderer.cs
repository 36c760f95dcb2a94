using System.Globalization;
using System.Text;
using HostWall.Core.Rules;

namespace HostWall.Core.Render;

/// <summary>A rule set as nft scripts, each of them one transaction.</summary>
/// <param name="Number">The generation whose number stands in the names.</param>
/// <param name="Prepare">Adds the generation's sets, maps and chains; no packet sees them yet.</param>
/// <param name="Switch">Turns the base chains to them. What was in force before is then to be retired.</param>
public sealed record NftGeneration(int Number, string Prepare, string Switch);

/// <summary>
/// Writes rule sets as nft text for nft 1.0.6 and later. A change of layout is three transactions: prepare, switch, retire; one alone would lose
/// and leak packets in flight, because a set or map that is replaced is for a moment neither the old nor the new one.
/// </summary>
public static class NftablesRenderer
{
    private const string Inet = $"{NftTables.Inet} {NftNames.Table}";

    private const string Bridge = $"{NftTables.Bridge} {NftNames.Table}";

    /// <summary>A script that the kernel takes only if it knows <see cref="NftOptions.BridgeNames"/>; it ends with nothing of it left.</summary>
    public const string ProbeForBridgeNames = """
        add table bridge hostwall_probe
        add chain bridge hostwall_probe probe
        add rule bridge hostwall_probe probe meta ibrname "br0"
        delete table bridge hostwall_probe

        """;

    public static NftGeneration Render(RuleSet ruleSet, int generation, NftOptions options)
    {
        var tables = new NftTables(ruleSet, generation, options);
        return new NftGeneration(generation, Frame(ruleSet) + tables.Text(), SwitchTo(tables));
    }

    /// <summary>One transaction that takes elements out of and puts elements into the generation in force.</summary>
    public static string RenderChange(int generation, IEnumerable<Element> removed, IEnumerable<Element> added)
    {
        var script = new StringBuilder();
        AppendElements(script, "delete", generation, removed);
        AppendElements(script, "add", generation, added);
        return script.ToString();
    }

    /// <summary>
    /// Takes away base chains that do not hang where ours do, so that the switch can make them anew: the kernel moves no chain. It belongs in front
    /// of the switch, in the same transaction.
    /// </summary>
    public static string RenderRemovalOfMisplaced(NftContents kernel)
        => string.Concat(NftTables.BasePlaces
            .Where(ours => kernel.Chains.TryGetValue(NftContents.Key(ours.Table, ours.Chain), out var found) && !string.Equals(found.Place, ours.Place, StringComparison.Ordinal))
            .Select(ours => $"flush chain {ours.Table} {NftNames.Table} {ours.Chain}\ndelete chain {ours.Table} {NftNames.Table} {ours.Chain}\n"));

    /// <summary>Deletes whatever else the tables hold: other generations, what somebody added by hand, and counters that nothing refers to any more.</summary>
    public static string RenderRetirement(EquatableArray<NftObject> objects, int keep, RuleSet inForce)
    {
        var prefix = NftNames.OfGeneration(keep, "");
        var memories = inForce.Layout.Sets.OfType<SetDeclaration.Memory>().SelectMany(NftMemories.Names).ToHashSet(StringComparer.Ordinal);
        var old = objects
            .Where(item => item.Kind == NftKind.Counter
                ? !inForce.Layout.Counters.Contains(item.Name)
                : !item.Name.StartsWith(prefix, StringComparison.Ordinal) && !IsBase(item) && !(item.Kind == NftKind.Set && memories.Contains(item.Name)))
            .OrderBy(item => item.Kind)
            .ToList();
        var flushes = old.Where(item => item.Kind == NftKind.Chain).Select(item => $"flush chain {item.Family} {NftNames.Table} {item.Name}\n");
        return string.Concat(flushes.Concat(old.Select(item => $"delete {item.Keyword} {item.Family} {NftNames.Table} {item.Name}\n")));
    }

    /// <summary>Takes every rule out of the kernel; also where there is none.</summary>
    public static string RenderRemoval() => $"add table {Inet}\ndelete table {Inet}\nadd table {Bridge}\ndelete table {Bridge}\n";

    private static bool IsBase(NftObject item)
        => NftTables.BasePlaces.Any(ours => item.Kind == NftKind.Chain && (item.Family, item.Name) == (ours.Table, ours.Chain));

    /// <summary>What outlives generations and is referred to by them: the tables, the counters and what limits remember.</summary>
    private static string Frame(RuleSet ruleSet)
    {
        var script = new StringBuilder();
        script.Append($"add table {Inet}\nadd table {Bridge}\n");
        foreach (var counter in ruleSet.Layout.Counters)
        {
            var table = ruleSet.Layout.Chains.Any(chain => chain.Hook == Hook.Bridge && chain.Rules.Any(rule => rule.Statements.Contains(new Statement.Count(counter)))) ? Bridge : Inet;
            script.Append($"add counter {table} {NftNames.OfCounter(counter)}\n");
        }

        return script.AppendJoin("", ruleSet.Layout.Sets.OfType<SetDeclaration.Memory>().SelectMany(NftMemories.Commands)).ToString();
    }

    private static string SwitchTo(NftTables tables)
    {
        var script = new StringBuilder();
        foreach (var (_, table, chain, rules) in tables.Bases())
        {
            script.Append(CultureInfo.InvariantCulture, $"add chain {table} {NftNames.Table} {chain} {{ type filter hook {chain} priority {NftTables.Priority}; policy accept; }}\n");
            script.Append($"flush chain {table} {NftNames.Table} {chain}\n");
            foreach (var line in rules)
            {
                script.Append($"add rule {table} {NftNames.Table} {chain} {line}\n");
            }
        }

        return script.ToString();
    }

    private static void AppendElements(StringBuilder script, string verb, int generation, IEnumerable<Element> elements)
    {
        var places = elements.SelectMany(new NftElements(generation).Places);
        foreach (var holder in places.GroupBy(place => (place.Table, place.Holder)))
        {
            script.Append($"{verb} element {holder.Key.Table} {NftNames.Table} {holder.Key.Holder} {{ {string.Join(", ", holder.Select(place => place.Text))} }}\n");
        }
    }
}
