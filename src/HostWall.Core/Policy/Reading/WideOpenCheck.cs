using HostWall.Core.Addressing;
using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Warns of a rule that opens containers to everybody on every port. Limits and windows do not make it narrower.</summary>
internal static class WideOpenCheck
{
    /// <param name="from">The rule's senders with their places.</param>
    public static void Check(Rule rule, List<(Peer Peer, Word Word)> from, Findings findings)
    {
        if (!Opens(rule) || !CoversEveryPort(rule) || !rule.To.Any(PeerReader.CanBeContainer))
        {
            return;
        }

        foreach (var (_, word) in from.Where(side => side.Peer is Peer.Any or Peer.World))
        {
            findings.Add(DiagnosticCodes.WideOpen, word.Span, $"rule \"{VisibleText.Of(rule.Name)}\" opens {Opened(rule)} to {word} on every port");
        }
    }

    /// <summary>What both ends must have in common keeps the world out.</summary>
    private static bool Opens(Rule rule)
        => rule is { Action: RuleAction.Allow, Audit: false, Same.IsEmpty: true } && rule.States.HasFlag(ConntrackStates.New);

    private static bool CoversEveryPort(Rule rule)
        => (rule.CoversEveryPort || rule.Ports.Any(IsWhole)) && (rule.HostPorts.IsEmpty || rule.HostPorts.Any(IsWhole));

    private static bool IsWhole(PortMatch port) => port.Protocol != Protocol.Icmp && port.Ports is { First: <= 1, Last: ushort.MaxValue };

    private static string Opened(Rule rule)
        => string.Join(", ", rule.To.Where(PeerReader.CanBeContainer).Select(peer => $"\"{VisibleText.Of(peer.Name)}\""));
}
