using HostWall.Core.Policy.Toml;
using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Reads <c>[[invariants]]</c>.</summary>
internal sealed class InvariantReader(PeerReader peers, Findings findings)
{
    private readonly NameTable _taken = new(findings);

    /// <summary>Null where a part that every invariant needs cannot be read.</summary>
    public Invariant? Read(TomlNode.Table table)
    {
        var reader = new TableReader(table, table.Span, "an invariant", findings);
        var name = PlainText.Sentence(reader, "name", "invariant", _taken);
        var forbid = reader.Required("forbid") ? reader.Table("forbid", "a table, as { from = \"world\", to = \"db\" }") : null;
        reader.Finish();
        return forbid is null ? null : Read(name, new TableReader(forbid, forbid.Span, "\"forbid\"", findings), reader.Origin);
    }

    private Invariant? Read(Word? name, TableReader forbid, Origin origin)
    {
        var (from, except, to) = (peers.Many(forbid, "from"), peers.ManyOrNone(forbid, "except"), peers.Many(forbid, "to"));
        var ports = PortsReader.OfInvariant(forbid, "ports");
        forbid.Finish();
        if (name is not { } named || from is null || except is null || to is null)
        {
            return null;
        }

        if (!from.Concat(to).Any(side => PeerReader.CanBeContainer(side.Peer)))
        {
            findings.Add(DiagnosticCodes.NoContainerSide, from[0].Word.Span, $"invariant {named} forbids nothing that a policy decides: neither side can be a container");
        }

        return new Invariant(named.Text, Peers(from), Peers(except), Peers(to), ports, origin, named.Span);
    }

    private static EquatableArray<Peer> Peers(List<(Peer Peer, Word Word)> sides) => sides.Select(side => side.Peer).ToEquatableArray();
}
