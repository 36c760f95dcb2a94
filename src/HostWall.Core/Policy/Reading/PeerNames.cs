using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Whom a name in <c>from</c> or <c>to</c> stands for, once every tier and group is known.</summary>
internal sealed class PeerNames(EquatableArray<Tier> tiers, EquatableArray<Group> groups)
{
    private static readonly Dictionary<string, Peer> BuiltIn = new Peer[] { new Peer.Any(), new Peer.Containers(), new Peer.Host(), new Peer.World() }
        .ToDictionary(peer => peer.Name, StringComparer.Ordinal);

    private readonly HashSet<string> _tiers = tiers.Select(tier => tier.Name).ToHashSet(StringComparer.Ordinal);
    private readonly Dictionary<string, Group> _groups = groups.DistinctBy(group => group.Name).ToDictionary(group => group.Name, StringComparer.Ordinal);

    public static bool IsReserved(string name) => BuiltIn.ContainsKey(name) || string.Equals(name, Tier.Unlabelled, StringComparison.Ordinal);

    /// <summary>A group that no packet is in.</summary>
    public bool IsEmptyGroup(Peer peer) => peer is Peer.InGroup { Group: var name } && _groups[name].Addresses.IsEmpty;

    /// <summary>Null for a name that nobody has; that is reported.</summary>
    public Peer? Find(Word word, Findings findings)
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
