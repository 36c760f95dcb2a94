using System.Text.RegularExpressions;
using HostWall.Core.Policy;
using HostWall.Core.Text;

namespace HostWall.Tests.Documentation;

/// <summary>Every example of the reference of the policy language is one that the reader takes.</summary>
public sealed partial class PolicyReferenceTests
{
    private static readonly string Reference = File.ReadAllText(Repository.Path("policies", "README.md"));

    /// <summary>What the longer examples speak of; each is left out where an example defines it itself.</summary>
    private static readonly (string Header, string Body)[] Names =
    [
        ("[tiers.web]", ""), ("[tiers.api]", ""), ("[tiers.db]", ""), ("[groups.office]", "cidrs = [\"203.0.113.0/24\"]"),
    ];

    /// <summary>By the first words of a table's head or the heading above it, the table that its examples belong to and what must stand in it besides.</summary>
    private static readonly Dictionary<string, (string Header, string[] Besides)> Tables = new(StringComparer.Ordinal)
    {
        ["Top level"] = ("", []),
        ["`[settings]`"] = ("[settings]", []),
        ["`[tiers.NAME]`"] = ("[tiers.example]", []),
        ["Selectors"] = ("[tiers.example.select]", []),
        ["`[groups.NAME]`"] = ("[groups.example]", ["cidrs = [\"192.0.2.0/24\"]"]),
        ["Peers"] = ("[[rules]]\nname = \"a\"\nto = \"db\"\nports = \"tcp/80\"\n[rules.from]", ["image = \"a\""]),
        ["`[[rules]]`"] = ("[[rules]]", ["name = \"a\"", "from = \"web\"", "to = \"db\""]),
        ["key of `rate`"] = ("[[rules]]\nname = \"a\"\nfrom = \"web\"\nto = \"db\"\n[rules.rate]", ["limit = \"1/second\""]),
        ["key of `connections`"] = ("[[rules]]\nname = \"a\"\nfrom = \"web\"\nto = \"db\"\n[rules.connections]", ["max = 1"]),
        ["key of `when`"] = ("[[rules]]\nname = \"a\"\nfrom = \"web\"\nto = \"db\"\n[rules.when]", ["from = \"08:00\"", "to = \"17:00\""]),
        ["`[[tests]]`"] = ("[[tests]]", ["name = \"a\"", "from = \"web\"", "to = \"db\"", "port = \"tcp/1\"", "expect = \"deny\""]),
        ["`[[invariants]]`"] = ("[[invariants]]", ["name = \"a\"", "forbid = { from = \"web\", to = \"db\" }"]),
        ["key of `forbid`"] = ("[[invariants]]\nname = \"a\"\n[invariants.forbid]", ["from = \"web\"", "to = \"db\""]),
    };

    public static TheoryData<string, string> Cells() => [.. AllCells()];

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_example_of_a_key_is_read(string table, string example)
    {
        if (table == "Top level")
        {
            ShouldBeRead(example.StartsWith("schema", StringComparison.Ordinal) ? example : "schema = 1\n" + example);
            return;
        }

        var (header, besides) = Tables[table];
        var kept = besides.Where(line => !example.StartsWith(line[..line.IndexOf('=', StringComparison.Ordinal)], StringComparison.Ordinal));
        ShouldBeRead($"{Preamble(header)}{header}\n{example}\n{string.Join('\n', kept)}\n");
    }

    [Fact]
    public void The_longer_examples_are_read_too()
    {
        var blocks = Block().Matches(Reference).Select(block => block.Groups["text"].Value).ToList();

        blocks.Count.ShouldBeGreaterThan(8);
        blocks.ForEach(block => ShouldBeRead(block.StartsWith("schema", StringComparison.Ordinal) ? block : Preamble(block) + block));
    }

    [Fact]
    public void Every_table_of_keys_has_examples_and_every_key_of_the_whole_policy_a_row()
    {
        AllCells().Select(cell => cell.Item1).Distinct().ShouldBe(Tables.Keys, ignoreOrder: true);
        var keys = Row().Matches(Reference).SelectMany(row => Quoted().Matches(row.Groups["keys"].Value)).Select(key => key.Groups["key"].Value).ToHashSet(StringComparer.Ordinal);

        foreach (Match used in Used().Matches(Block().Match(Reference).Groups["text"].Value))
        {
            keys.ShouldContain(used.Groups["key"].Value);
        }
    }

    private static IEnumerable<(string Table, string Example)> AllCells()
    {
        var (heading, table, cell) = ("", "", -1);
        foreach (var line in Reference.Split('\n'))
        {
            if (line.StartsWith('#'))
            {
                heading = line.TrimStart('#').Trim();
            }

            var cells = line.StartsWith('|') ? line.Trim('|').Split('|', StringSplitOptions.TrimEntries) : [];
            if (cells is [var first, .., "example"])
            {
                (table, cell) = (first.StartsWith("key of", StringComparison.Ordinal) ? first : heading, cells.Length - 1);
            }
            else if (cells.Length == 0)
            {
                cell = -1;
            }
            else if (cell > 0 && cells[cell] is ['`', .. var example, '`'])
            {
                yield return (table, example);
            }
        }
    }

    private static string Preamble(string text)
        => "schema = 1\n" + string.Concat(Names.Where(name => !text.Contains(name.Header, StringComparison.Ordinal)).Select(name => $"{name.Header}\n{name.Body}\n"));

    private static void ShouldBeRead(string policy)
        => PolicyReader.Read([new SourceFile("policy.toml", policy)]).Diagnostics.Where(found => found.Severity == Severity.Error).Select(DiagnosticText.Headline).ShouldBeEmpty(policy);

    [GeneratedRegex(@"^```toml\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^\| (?<keys>[^|]*`[^|]*`) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<key>[^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^(?<key>[a-z-]+) *=", RegexOptions.Multiline)]
    private static partial Regex Used();
}
