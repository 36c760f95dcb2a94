using HostWall.Core.Policy.Toml;
using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Reads a peer that is a table: those members of a tier, or of all containers, that match.</summary>
internal sealed class NarrowedPeerReader(PeerNames names, Findings findings)
{
    /// <summary>Null where it cannot be said who is meant.</summary>
    public Peer.Narrowed? Read(TomlNode.Table table)
    {
        var reader = new TableReader(table, table.Span, "a peer", findings);
        var tier = reader.Word("tier");
        var peer = tier is { } word ? names.Find(word, findings) : new Peer.Containers();
        var selector = SelectorReader.Keys(reader);
        reader.Finish();
        if (table.Entries.TrueForAll(entry => entry.Key is "tier"))
        {
            // Taken as the whole tier, it would grow silently when the last of its keys is taken out.
            findings.Add(
                DiagnosticCodes.EmptySelector,
                table.Span,
                $"nothing narrows this peer: give it label, image, name, network, project or service, or write \"{peer?.Name ?? "containers"}\" alone");
            return null;
        }

        switch (peer)
        {
            case Peer.InTier(var name):
                return new Peer.Narrowed(name, selector);
            case Peer.Containers:
                return new Peer.Narrowed(Tier: null, selector);
            case Peer.Any or Peer.Host or Peer.World or Peer.InGroup:
                var what = peer is Peer.InGroup ? "is a group, which has no containers" : "is not a tier";
                findings.Add(DiagnosticCodes.NotNarrowed, tier?.Span ?? table.Span, $"{tier} {what}: name a tier, or leave \"tier\" out for every container");
                return null;
            default:
                return null;
        }
    }
}
