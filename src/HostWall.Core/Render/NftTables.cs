using System.Globalization;
using System.Text;
using HostWall.Core.Rules;

namespace HostWall.Core.Render;

/// <summary>Writes a generation's sets, maps and chains as the two tables of HostWall.</summary>
internal sealed class NftTables(RuleSet ruleSet, int generation, NftOptions options)
{
    private static readonly (Hook Hook, string Table, string Chain)[] BaseChains =
    [
        (Hook.Forward, Inet, "forward"),
        (Hook.Input, Inet, "input"),
        (Hook.Output, Inet, "output"),
        (Hook.Bridge, Bridge, "forward"),
    ];

    /// <summary>nft's family of the table that judges.</summary>
    public const string Inet = "inet";

    /// <summary>nft's family of the table that closes a bridge as long as br_netfilter does not bring its packets to the other.</summary>
    public const string Bridge = "bridge";

    /// <summary>Before Docker's filter rules (0), after destination NAT (−100 in prerouting and output).</summary>
    public const int Priority = -10;

    private readonly NftHolders _holders = new(ruleSet.Layout, generation);

    private readonly NftRules _rules = new(ruleSet.Layout, generation, options);

    private readonly ILookup<(string Table, string Holder), string> _elements = ruleSet.Elements
        .SelectMany(new NftElements(generation).Places)
        .ToLookup(place => (place.Table, place.Holder), place => place.Text);

    /// <summary>Both tables, without their base chains.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        text.Append($"table {Inet} {NftNames.Table} {{\n");
        AppendHolders(text, Inet, _holders.Inet);
        foreach (var chain in ruleSet.Layout.Chains.Where(chain => chain.Hook is null))
        {
            text.Append($"\tchain {NftNames.OfGeneration(generation, chain.Name)} {{\n\t\t{NftNames.Comment(chain.Comment, origin: null)}\n");
            foreach (var line in chain.Rules.SelectMany(_rules.Lines))
            {
                text.Append($"\t\t{line}\n");
            }

            text.Append("\t}\n");
        }

        text.Append($"}}\ntable {Bridge} {NftNames.Table} {{\n");
        AppendHolders(text, Bridge, _holders.Bridge);
        return text.Append("}\n").ToString();
    }

    /// <summary>The base chains with their rules, in order. They keep their names: what changes is where their rules go.</summary>
    public IEnumerable<(Hook Hook, string Table, string Chain, IEnumerable<string> Rules)> Bases()
        => BaseChains.Select(item => (item.Hook, item.Table, item.Chain, BaseRules(item.Hook)));

    public NftContents Contents()
    {
        var chains = Bases().Select(item => (Key: NftContents.Key(item.Table, item.Chain), Place: PlaceOf(item.Chain), item.Rules))
            .Concat(ruleSet.Layout.Chains
                .Where(chain => chain.Hook is null)
                .Select(chain => (Key: NftContents.Key(Inet, NftNames.OfGeneration(generation, chain.Name)), Place: "", Rules: chain.Rules.SelectMany(_rules.Lines))));
        var holders = _holders.Inet.Select(holder => (Table: Inet, Holder: holder)).Concat(_holders.Bridge.Select(holder => (Table: Bridge, Holder: holder)));
        return new NftContents(
            chains.ToDictionary(chain => chain.Key, chain => new NftChainContents(chain.Place, chain.Rules.Select(NftNames.CommentIn).ToEquatableArray()), StringComparer.Ordinal),
            holders.Select(item => (Key: NftContents.Key(item.Table, item.Holder.Name), Elements: ElementsOf(item.Table, item.Holder)))
                .Concat(Memories.Select(name => (Key: NftContents.Key(Inet, name), Elements: NftContents.FilledByPackets)))
                .ToDictionary(item => item.Key, item => item.Elements, StringComparer.Ordinal));
    }

    private IEnumerable<string> Memories => ruleSet.Layout.Sets.OfType<SetDeclaration.Memory>().SelectMany(NftMemories.Names);

    /// <summary>The kernel keys of the base chains, with the place of each.</summary>
    public static IEnumerable<(string Table, string Chain, string Place)> BasePlaces => BaseChains.Select(item => (item.Table, item.Chain, PlaceOf(item.Chain)));

    /// <summary>A base chain has the name of its hook.</summary>
    private static string PlaceOf(string chain) => string.Create(CultureInfo.InvariantCulture, $"{chain} {Priority} accept");

    private IReadOnlySet<string> ElementsOf(string table, NftHolder holder) => holder.Fixed.IsEmpty
        ? _elements[(table, holder.Name)].ToHashSet(StringComparer.Ordinal)
        : NftIntervals.Of(holder.Fixed.Select(cidr => (cidr.First, cidr.Last)));

    private IEnumerable<string> BaseRules(Hook hook) => hook == Hook.Bridge && !options.BridgeNames
        ? []
        : ruleSet.Layout.Chains.Where(chain => chain.Hook == hook).SelectMany(chain => chain.Rules).SelectMany(_rules.Lines);

    private void AppendHolders(StringBuilder text, string table, IEnumerable<NftHolder> holders)
    {
        foreach (var holder in holders)
        {
            text.Append($"\t{holder.Keyword} {holder.Name} {{\n\t\ttype {holder.Type}\n\t\t{NftNames.Comment(holder.Comment, origin: null)}\n");
            if (!holder.Fixed.IsEmpty)
            {
                text.Append("\t\tflags interval\n\t\telements = { ").AppendJoin(", ", holder.Fixed).Append(" }\n");
            }

            var elements = _elements[(table, holder.Name)].ToList();
            if (elements.Count > 0)
            {
                text.Append("\t\telements = {\n\t\t\t").AppendJoin(",\n\t\t\t", elements).Append("\n\t\t}\n");
            }

            text.Append("\t}\n");
        }
    }
}
