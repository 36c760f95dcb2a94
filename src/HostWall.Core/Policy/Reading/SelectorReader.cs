using HostWall.Core.Policy.Toml;
using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Reads the tables <c>select</c> and <c>claim</c>, and what narrows a peer.</summary>
internal static class SelectorReader
{
    public static Selector Read(string key, TomlNode.Table table, Findings findings)
    {
        var reader = new TableReader(table, table.Span, $"\"{key}\"", findings);
        if (table.Entries.Count == 0)
        {
            findings.Add(DiagnosticCodes.EmptySelector, table.Span, $"\"{key}\" has no keys: without it, say nothing; for every container, write {{ name = [\"*\"] }}");
        }

        var selector = Keys(reader);
        reader.Finish();
        return selector;
    }

    /// <summary>Takes the keys that a selector has out of a table that may have others.</summary>
    public static Selector Keys(TableReader reader) => new(
        Labels(reader),
        Patterns(reader, "image"),
        Patterns(reader, "name"),
        Patterns(reader, "network"),
        Patterns(reader, "project"),
        Patterns(reader, "service"));

    private static EquatableArray<Pattern> Patterns(TableReader reader, string key)
    {
        var words = reader.Words(key) ?? [];
        foreach (var word in words.Where(word => !PlainText.IsLine(word.Text)))
        {
            reader.Findings.Add(DiagnosticCodes.BadText, word.Span, $"a pattern of \"{key}\" is empty or has control characters");
        }

        return words.Select(word => new Pattern(word.Text)).ToEquatableArray();
    }

    /// <summary>Unlike names, a label's value may be empty; like them, what it matches is the operator's to write.</summary>
    private static EquatableArray<LabelPattern> Labels(TableReader reader)
    {
        if (reader.Table("label") is not { } table)
        {
            return [];
        }

        if (table.Entries.Count == 0)
        {
            reader.Findings.Add(DiagnosticCodes.EmptySelector, table.Span, "\"label\" has no pairs");
        }

        var labels = new List<LabelPattern>();
        foreach (var entry in table.Entries)
        {
            switch (entry.Value)
            {
                case TomlNode.Text value:
                    labels.Add(new LabelPattern(entry.Key, new Pattern(value.Value)));
                    break;
                case TomlNode.Table:
                    reader.Findings.Add(DiagnosticCodes.WrongType, entry.KeySpan, "a label with a dot is written in quotes, as \"com.example.env\" = \"prod\"");
                    break;
                default:
                    reader.Findings.Add(DiagnosticCodes.WrongType, entry.Value.Span, $"the value of a label must be a string, not {entry.Value.Kind}");
                    break;
            }
        }

        return [.. labels];
    }
}
