using HostWall.Core.Addressing;
using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>What a rule says as a whole, once its parts are read.</summary>
internal static class RuleChecks
{
    /// <param name="from">The rule's senders with their places.</param>
    public static void Check(Rule rule, List<(Peer Peer, Word Word)> from, Findings findings)
    {
        if (!rule.From.Any(PeerReader.CanBeContainer) && !rule.To.Any(PeerReader.CanBeContainer))
        {
            findings.Add(DiagnosticCodes.NoContainerSide, from[0].Word.Span, $"rule \"{VisibleText.Of(rule.Name)}\" can never match: neither side can be a container");
        }

        if (OpensEveryPort(rule) && rule.To.Any(PeerReader.CanBeContainer))
        {
            foreach (var (_, word) in from.Where(side => side.Peer is Peer.Any or Peer.World))
            {
                findings.Add(DiagnosticCodes.WideOpen, word.Span, $"rule \"{VisibleText.Of(rule.Name)}\" opens {Opened(rule)} to {word} on every port");
            }
        }
    }

    private static string Opened(Rule rule) => string.Join(", ", rule.To.Where(PeerReader.CanBeContainer).Select(peer => $"\"{peer.Name}\""));

    private static bool OpensEveryPort(Rule rule)
        => rule.Action == RuleAction.Allow
            && rule.States.HasFlag(ConntrackStates.New)
            && (rule.Ports.IsEmpty || rule.Ports.Any(port => port.Protocol != Protocol.Icmp && port.Ports is { First: <= 1, Last: ushort.MaxValue }));
}
