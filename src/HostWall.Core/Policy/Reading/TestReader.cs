using HostWall.Core.Policy.Toml;
using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Reads <c>[[tests]]</c>.</summary>
internal sealed class TestReader(PeerNames names, PeerReader peers, Findings findings)
{
    private readonly NameTable _taken = new(findings);

    /// <summary>Null where a part cannot be read; every one is needed.</summary>
    public PolicyTest? Read(TomlNode.Table table)
    {
        var reader = new TableReader(table, table.Span, "a test", findings);
        var name = PlainText.Sentence(reader, "name", "test", _taken);
        var from = Side(reader, "from");
        var to = Side(reader, "to");
        var port = PortsReader.OfTest(reader, "port");
        Default? expect = reader.Required("expect") ? reader.Choice("expect", ("deny", Default.Deny), ("allow", Default.Allow)) : null;
        var at = MomentReader.Read(reader, "at");
        reader.Finish();
        if (name is null || from is null || to is null || port is null || expect is null)
        {
            return null;
        }

        if (!PeerReader.CanBeContainer(from.Value.Peer) && !PeerReader.CanBeContainer(to.Value.Peer))
        {
            findings.Add(DiagnosticCodes.NoContainerSide, from.Value.Word.Span, $"test {name} asks about nothing that a policy decides: neither side is a container");
        }

        return new PolicyTest(name.Value.Text, from.Value.Peer, to.Value.Peer, port.Value, expect.Value, at, reader.Origin, name.Value.Span);
    }

    private (Peer Peer, Word Word)? Side(TableReader reader, string key)
    {
        if (peers.One(reader, key) is not { } side)
        {
            return null;
        }

        var reason = side.Peer switch
        {
            Peer.Any or Peer.Containers => "a test asks about one flow; name a tier, a group, \"world\" or \"host\"",
            _ when names.IsEmptyGroup(side.Peer) => "the group has no addresses to ask about",
            _ => null,
        };
        if (reason is not null)
        {
            findings.Add(DiagnosticCodes.VagueTest, side.Word.Span, $"{side.Word}: {reason}");
        }

        return side;
    }
}
