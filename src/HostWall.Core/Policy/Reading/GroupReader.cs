using HostWall.Core.Addressing;
using HostWall.Core.Policy.Toml;
using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Reads <c>[groups.NAME]</c>.</summary>
internal static class GroupReader
{
    private static readonly EquatableArray<Cidr> Everywhere = [Cidr.AllOf(Family.IPv4), Cidr.AllOf(Family.IPv6)];

    public static Group Read(Word name, TomlNode.Table table, Findings findings)
    {
        var reader = new TableReader(table, name.Span, $"group {name}", findings);
        var description = PlainText.Lines(reader, "description");
        var words = reader.Words("cidrs", mayBeEmpty: true);
        var interfaces = InterfacesReader.Read(reader, "interfaces");
        var cidrs = words is null ? Everywhere : Networks(words, findings);
        var addresses = CidrList.Subtract(cidrs, Networks(reader.Words("except", mayBeEmpty: true) ?? [], findings));
        reader.Finish();
        if (reader.KeySpan("cidrs") is null && reader.KeySpan("interfaces") is null)
        {
            findings.Add(DiagnosticCodes.MissingKey, name.Span, $"group {name} needs \"cidrs\" or \"interfaces\"");
        }

        // One whose networks could not be read is not called empty as well.
        if (addresses.IsEmpty && (words is null || words.Count == cidrs.Count))
        {
            findings.Add(DiagnosticCodes.EmptyGroup, name.Span, $"group {name} has no addresses{(cidrs.IsEmpty ? string.Empty : ": \"except\" takes all of them")}");
        }

        return new Group(name.Text, description, addresses, interfaces, reader.Origin, name.Span);
    }

    private static EquatableArray<Cidr> Networks(List<Word> words, Findings findings)
    {
        var networks = new List<Cidr>();
        foreach (var word in words)
        {
            switch (CidrParser.Parse(word.Text))
            {
                case Parsed<Cidr>.Accepted accepted:
                    networks.Add(accepted.Value);
                    break;
                case Parsed<Cidr>.Refused refused:
                    findings.Add(DiagnosticCodes.BadCidr, word.Span, Refusal.Of(word, refused.Reason, refused.Suggestion));
                    break;
            }
        }

        return [.. networks];
    }
}
