using HostWall.Core.Policy.Toml;
using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Reads <c>from</c> and <c>to</c>, once every tier and group is known.</summary>
internal sealed class PeerReader(EquatableArray<Tier> tiers, EquatableArray<Group> groups)
{
    private static readonly Dictionary<string, Peer> BuiltIn = new Peer[] { new Peer.Any(), new Peer.Containers(), new Peer.Host(), new Peer.World() }
        .ToDictionary(peer => peer.Name, StringComparer.Ordinal);

    private readonly HashSet<string> _tiers = tiers.Select(tier => tier.Name).ToHashSet(StringComparer.Ordinal);
    private readonly Dictionary<string, Group> _groups = groups.DistinctBy(group => group.Name).ToDictionary(group => group.Name, StringComparer.Ordinal);

    public static bool IsReserved(string name) => BuiltIn.ContainsKey(name) || string.Equals(name, Tier.Unlabelled, StringComparison.Ordinal);

    /// <summary>Whether a container of this host can be meant.</summary>
    public static bool CanBeContainer(Peer peer) => peer switch
    {
        Peer.Any or Peer.Containers or Peer.InTier or Peer.Narrowed => true,
        Peer.Host or Peer.World or Peer.InGroup => false,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>A group that no packet is in.</summary>
    public bool IsEmptyGroup(Peer peer) => peer is Peer.InGroup { Group: var name } && _groups[name].Addresses.IsEmpty;

    /// <summary>One name or a list of them, with the place of each; null where it cannot be said who is meant.</summary>
    public List<(Peer Peer, Word Word)>? Many(TableReader reader, string key)
    {
        if (!reader.Required(key) || IsNarrowed(reader, key) || reader.Words(key) is not { } words)
        {
            return null;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var peers = new List<(Peer, Word)>();
        foreach (var word in words)
        {
            if (!seen.Add(word.Text))
            {
                reader.Findings.Add(DiagnosticCodes.DuplicatePeer, word.Span, $"{word} is in \"{key}\" twice");
            }
            else if (Find(word, reader.Findings) is { } peer)
            {
                peers.Add((peer, word));
            }
        }

        return peers.Count == words.Count ? peers : null;
    }

    /// <summary>One name.</summary>
    public (Peer Peer, Word Word)? One(TableReader reader, string key)
        => reader.Required(key) && !IsNarrowed(reader, key) && reader.Word(key) is { } word && Find(word, reader.Findings) is { } peer
            ? (peer, word)
            : null;

    private static bool IsNarrowed(TableReader reader, string key)
    {
        List<TomlNode> nodes = reader.Node(key) switch
        {
            null => [],
            TomlNode.Array array => array.Items,
            var node => [node],
        };
        var narrowed = nodes.OfType<TomlNode.Table>().ToList();
        foreach (var table in narrowed)
        {
            reader.Findings.Add(DiagnosticCodes.NotSupportedYet, table.Span, $"`{key}` as a table, a narrowed peer, is not supported yet; name a tier");
        }

        return narrowed.Count > 0;
    }

    private Peer? Find(Word word, Findings findings)
    {
        if (BuiltIn.TryGetValue(word.Text, out var builtIn))
        {
            return builtIn;
        }

        if (_tiers.Contains(word.Text))
        {
            return new Peer.InTier(word.Text);
        }

        if (_groups.ContainsKey(word.Text))
        {
            return new Peer.InGroup(word.Text);
        }

        var near = NearNames.Nearest(word.Text, _tiers.Concat(_groups.Keys).Concat(BuiltIn.Keys));
        var kind = near is null ? "tier or group" : _tiers.Contains(near) ? "tier" : _groups.ContainsKey(near) ? "group" : "peer";
        findings.Add(DiagnosticCodes.UnknownPeer, word.Span, $"unknown {kind} {word}{(near is null ? string.Empty : $"; did you mean \"{near}\"?")}");
        return null;
    }
}
