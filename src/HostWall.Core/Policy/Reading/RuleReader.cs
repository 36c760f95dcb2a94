using HostWall.Core.Policy.Toml;
using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Reads <c>[[rules]]</c>.</summary>
internal sealed class RuleReader(PeerReader peers, Findings findings)
{
    private readonly NameTable _taken = new(findings);

    /// <summary>Null where a part that every rule needs cannot be read.</summary>
    public Rule? Read(TomlNode.Table table)
    {
        var reader = new TableReader(table, table.Span, "a rule", findings);
        var name = Name(reader);
        var from = peers.Many(reader, "from");
        var to = peers.Many(reader, "to");
        var (ports, published) = PortsReader.OfRule(reader, "ports");
        // Built also without them, so that its other faults are found in the same go.
        var rule = new Rule(
            name?.Text ?? string.Empty,
            Peers(from),
            Peers(to),
            ports,
            reader.Choice("action", ("allow", RuleAction.Allow), ("deny", RuleAction.Deny), ("reject", RuleAction.Reject)) ?? RuleAction.Allow,
            StatesReader.Read(reader, "states"),
            reader.Truth("log") ?? false,
            PlainText.Line(reader, "owner"),
            PlainText.Line(reader, "ticket"),
            PlainText.Lines(reader, "description"),
            reader.Origin,
            name?.Span ?? table.Span)
        {
            Published = published,
            HostPorts = PortsReader.OfHost(reader, "published"),
            Rate = LimitsReader.Rate(reader, "rate"),
            Connections = LimitsReader.Connections(reader, "connections"),
            Same = SameReader.Read(reader, "same"),
            Audit = AuditReader.Read(reader, "mode"),
            When = WindowReader.Read(reader, "when"),
            Expires = MomentReader.Read(reader, "expires"),
        };
        reader.Finish();
        LimitChecks.Check(rule, reader);
        if (name is null || from is null || to is null)
        {
            return null;
        }

        SideChecks.Check(rule, from, reader);
        WideOpenCheck.Check(rule, from, findings);
        return rule;
    }

    private Word? Name(TableReader reader)
    {
        if (reader.RequiredWord("name") is not { } name)
        {
            return null;
        }

        NameRule.Check("rule", name, findings);
        _taken.Take("rule", name);
        return name;
    }

    private static EquatableArray<Peer> Peers(List<(Peer Peer, Word Word)>? sides) => (sides ?? []).Select(side => side.Peer).ToEquatableArray();
}
