using HostWall.Core.Policy.Toml;
using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>The top level of one file.</summary>
internal sealed class PolicyRoot
{
    private const int Schema = 1;

    /// <summary>Null where the file has none.</summary>
    public required Settings? Settings { get; init; }

    public required List<(Word Name, TomlNode.Table Table)> Tiers { get; init; }

    public required List<(Word Name, TomlNode.Table Table)> Groups { get; init; }

    public required List<TomlNode.Table> Rules { get; init; }

    public required List<TomlNode.Table> Tests { get; init; }

    public required List<TomlNode.Table> Invariants { get; init; }

    /// <param name="first">The first file says the schema and may have settings.</param>
    public static PolicyRoot Read(TomlNode.Table table, bool first, Findings findings)
    {
        var reader = new TableReader(table, table.Span, "a policy", findings);
        CheckSchema(reader, first);
        var root = new PolicyRoot
        {
            Settings = ReadSettings(reader, first),
            Tiers = [.. reader.NamedTables("tiers")],
            Groups = [.. reader.NamedTables("groups")],
            Rules = [.. reader.Tables("rules")],
            Tests = [.. reader.Tables("tests")],
            Invariants = [.. reader.Tables("invariants")],
        };
        reader.NotYet("confirm");
        reader.Finish();
        return root;
    }

    private static Settings? ReadSettings(TableReader reader, bool first)
    {
        if (first)
        {
            return reader.Table("settings") is { } table ? SettingsReader.Read(table, reader.Findings) : null;
        }

        reader.Forbid("settings", DiagnosticCodes.MisplacedSettings, "[settings] stands in the first file only");
        return null;
    }

    private static void CheckSchema(TableReader reader, bool first)
    {
        if ((!first || reader.Required("schema")) && reader.Number("schema") is { } schema && schema.Value != Schema)
        {
            reader.Findings.Add(DiagnosticCodes.UnsupportedSchema, schema.Span, $"this version reads schema = {Schema}");
        }
    }
}
