using HostWall.Core.Policy.Toml;
using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Reads <c>[settings]</c>.</summary>
internal static class SettingsReader
{
    public static Settings Read(TomlNode.Table table, Findings findings)
    {
        var reader = new TableReader(table, table.Span, "[settings]", findings);
        var settings = new Settings(
            reader.Choice("mode", ("enforce", Mode.Enforce), ("audit", Mode.Audit)) ?? Settings.Default.Mode,
            ReadBackend(reader, findings) ?? Settings.Default.Backend,
            reader.Choice("invalid", ("drop", InvalidPackets.Drop), ("allow", InvalidPackets.Allow)) ?? Settings.Default.Invalid,
            reader.Truth("cut") ?? Settings.Default.Cut,
            reader.Truth("image-labels") ?? Settings.Default.ImageLabels);
        reader.Finish();
        return settings;
    }

    private static BackendChoice? ReadBackend(TableReader reader, Findings findings)
    {
        const string Key = "backend";
        if (reader.Word(Key) is not { Text: "iptables" } iptables)
        {
            return reader.Choice(Key, ("auto", BackendChoice.Auto), ("nftables", BackendChoice.Nftables));
        }

        findings.Add(DiagnosticCodes.NotSupportedYet, iptables.Span, "the backend \"iptables\" is not supported yet; \"auto\" takes nftables");
        return null;
    }
}
