using HostWall.Core.Policy.Toml;
using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Reads the sides of rules, tests and invariants.</summary>
internal sealed class PeerReader(PeerNames names, Findings findings)
{
    private readonly NarrowedPeerReader _narrowed = new(names, findings);

    /// <summary>Whether a container of this host can be meant.</summary>
    public static bool CanBeContainer(Peer peer) => peer switch
    {
        Peer.Any or Peer.Containers or Peer.InTier or Peer.Narrowed => true,
        Peer.Host or Peer.World or Peer.InGroup => false,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>One peer or a list of them, with the place of each; null where it cannot be said who is meant.</summary>
    public List<(Peer Peer, Word Word)>? Many(TableReader reader, string key)
    {
        if (!reader.Required(key) || reader.Items(key) is not { } items)
        {
            return null;
        }

        var seen = new HashSet<Peer>();
        var peers = new List<(Peer Peer, Word Word)>();
        foreach (var item in items)
        {
            if (Read(reader, key, item, "a name or a table, or a list of these") is not { } side)
            {
                continue;
            }

            peers.Add(side);
            if (!seen.Add(side.Peer))
            {
                findings.Add(DiagnosticCodes.DuplicatePeer, side.Word.Span, $"{side.Word} is in \"{key}\" twice");
            }
        }

        return peers.Count == items.Count ? peers : null;
    }

    /// <summary>The same of a key that may be left out: empty then.</summary>
    public List<(Peer Peer, Word Word)>? ManyOrNone(TableReader reader, string key) => reader.Node(key) is null ? [] : Many(reader, key);

    /// <summary>One peer.</summary>
    public (Peer Peer, Word Word)? One(TableReader reader, string key)
        => reader.Required(key) && reader.Node(key) is { } node ? Read(reader, key, node, "a name or a table") : null;

    private (Peer Peer, Word Word)? Read(TableReader reader, string key, TomlNode node, string expected)
    {
        switch (node)
        {
            case TomlNode.Text text:
                var word = new Word(text.Value, text.Span);
                return names.Find(word, findings) is { } named ? (named, word) : null;
            case TomlNode.Table table:
                return _narrowed.Read(table) is { } narrowed ? (narrowed, new Word(narrowed.Name, table.Span)) : null;
            default:
                reader.ReportType(key, node, expected);
                return null;
        }
    }
}
