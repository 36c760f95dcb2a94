using HostWall.Core.Addressing;
using HostWall.Core.Policy.Toml;
using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Reads <c>[groups.NAME]</c>.</summary>
internal static class GroupReader
{
    public static Group Read(Word name, TomlNode.Table table, Findings findings)
    {
        var reader = new TableReader(table, name.Span, $"group {name}", findings);
        var description = PlainText.Lines(reader, "description");
        var words = reader.NotYet("interfaces") || reader.Required("cidrs") ? reader.Words("cidrs", mayBeEmpty: true) : null;
        var cidrs = Networks(words, findings);
        var addresses = CidrList.Subtract(cidrs, Networks(reader.Words("except", mayBeEmpty: true), findings));
        reader.Finish();

        if (addresses.IsEmpty && words?.Count == cidrs.Count)
        {
            findings.Add(DiagnosticCodes.EmptyGroup, name.Span, $"group {name} has no addresses{(cidrs is [] ? string.Empty : ": \"except\" takes all of them")}");
        }

        return new Group(name.Text, description, addresses, Interfaces: [], reader.Origin, name.Span);
    }

    private static List<Cidr> Networks(List<Word>? words, Findings findings)
    {
        var networks = new List<Cidr>();
        foreach (var word in words ?? [])
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

        return networks;
    }
}
