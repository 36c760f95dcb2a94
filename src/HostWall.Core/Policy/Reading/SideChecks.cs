using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Whether the sides of a rule can be what its other keys ask of them.</summary>
internal static class SideChecks
{
    /// <param name="from">The rule's senders with their places.</param>
    public static void Check(Rule rule, List<(Peer Peer, Word Word)> from, TableReader reader)
    {
        var (sends, receives) = (rule.From.Any(PeerReader.CanBeContainer), rule.To.Any(PeerReader.CanBeContainer));
        if (!sends && !receives)
        {
            reader.Findings.Add(DiagnosticCodes.NoContainerSide, from[0].Word.Span, $"rule \"{VisibleText.Of(rule.Name)}\" can never match: neither side can be a container");
            return;
        }

        if (!rule.Same.IsEmpty && !(sends && receives))
        {
            Conflict(reader, "same", $"only containers have anything in common: \"{(sends ? "to" : "from")}\" must name a tier or \"containers\", or \"same\" be left out");
        }

        if (!receives && rule.Published)
        {
            Conflict(reader, "ports", "only containers publish ports: \"to\" must name a tier or \"containers\", or \"published\" be left out");
        }

        if (!receives && !rule.HostPorts.IsEmpty)
        {
            Conflict(reader, "published", "a published port leads to a container: \"to\" must name a tier or \"containers\"; for a port of somebody else, use \"ports\"");
        }
    }

    private static void Conflict(TableReader reader, string key, string message)
    {
        if (reader.KeySpan(key) is { } span)
        {
            reader.Findings.Add(DiagnosticCodes.ConflictingKeys, span, message);
        }
    }
}
