using HostWall.Core.Policy.Toml;
using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Reads <c>[tiers.NAME]</c>.</summary>
internal static class TierReader
{
    public static Tier Read(Word name, TomlNode.Table table, Findings findings)
    {
        var reader = new TableReader(table, name.Span, $"tier {name}", findings);
        var builtIn = string.Equals(name.Text, Tier.Unlabelled, StringComparison.Ordinal);
        var tier = new Tier(
            name.Text,
            PlainText.Lines(reader, "description"),
            builtIn ? Refuse(reader, "select") : Selector(reader, "select"),
            builtIn ? Refuse(reader, "claim") : Selector(reader, "claim"),
            Default(reader, "ingress"),
            Default(reader, "egress"),
            reader.Origin,
            name.Span);
        reader.Finish();
        return tier;
    }

    private static Selector? Selector(TableReader reader, string key)
        => reader.Table(key) is { } table ? SelectorReader.Read(key, table, reader.Findings) : null;

    private static Selector? Refuse(TableReader reader, string key)
    {
        reader.Forbid(key, DiagnosticCodes.BuiltInTier, $"\"{key}\" is not for \"{Tier.Unlabelled}\": it holds every container that is in no other tier");
        return null;
    }

    private static Default Default(TableReader reader, string key)
        => reader.Choice(key, ("deny", Policy.Default.Deny), ("allow", Policy.Default.Allow)) ?? Policy.Default.Deny;
}
