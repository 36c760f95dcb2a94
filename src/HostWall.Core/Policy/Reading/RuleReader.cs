using HostWall.Core.Policy.Toml;
using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Reads <c>[[rules]]</c>.</summary>
internal sealed class RuleReader(PeerReader peers, Findings findings)
{
    private readonly NameTable _names = new(findings);

    /// <summary>Null where a part that every rule needs cannot be read.</summary>
    public Rule? Read(TomlNode.Table table)
    {
        var reader = new TableReader(table, table.Span, "a rule", findings);
        var name = Name(reader);
        var from = peers.Many(reader, "from");
        var to = peers.Many(reader, "to");
        var ports = PortsReader.Many(reader, "ports");
        var action = reader.Choice("action", ("allow", RuleAction.Allow), ("deny", RuleAction.Deny), ("reject", RuleAction.Reject)) ?? RuleAction.Allow;
        var states = StatesReader.Read(reader, "states");
        var log = reader.Truth("log") ?? false;
        var (owner, ticket) = (PlainText.Line(reader, "owner"), PlainText.Line(reader, "ticket"));
        var description = PlainText.Lines(reader, "description");
        reader.NotYet("rate", "connections", "published", "same", "mode", "when", "expires");
        reader.Finish();
        if (name is null || from is null || to is null)
        {
            return null;
        }

        var rule = new Rule(
            name.Value.Text,
            from.Select(side => side.Peer).ToEquatableArray(),
            to.Select(side => side.Peer).ToEquatableArray(),
            ports,
            action,
            states,
            log,
            owner,
            ticket,
            description,
            reader.Origin,
            name.Value.Span);
        RuleChecks.Check(rule, from, findings);
        return rule;
    }

    private Word? Name(TableReader reader)
    {
        if (reader.RequiredWord("name") is not { } name)
        {
            return null;
        }

        NameRule.Check("rule", name, findings);
        _names.Take("rule", name);
        return name;
    }
}
