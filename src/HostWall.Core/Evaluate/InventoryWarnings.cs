using HostWall.Core.Desired;
using HostWall.Core.Policy;
using HostWall.Core.Text;

namespace HostWall.Core.Evaluate;

/// <summary>Names in a policy that match nothing on this host now.</summary>
public static class InventoryWarnings
{
    public static EquatableArray<Diagnostic> Of(DesiredState desired)
    {
        var findings = new Findings();
        var policy = desired.Policy;
        var taken = desired.Containers.Select(bound => bound.Tier).ToHashSet(StringComparer.Ordinal);
        foreach (var tier in policy.Tiers)
        {
            if (tier.Span is { } span && !string.Equals(tier.Name, Tier.Unlabelled, StringComparison.Ordinal) && !taken.Contains(tier.Name))
            {
                findings.Add(DiagnosticCodes.EmptyTier, span, $"tier \"{tier.Name}\" is empty: no container of this host is in it{Select(desired, tier)}");
            }
        }

        var parties = desired.Containers.SelectMany(Parties.Of).ToList();
        foreach (var rule in policy.Rules)
        {
            foreach (var peer in rule.From.Concat(rule.To).OfType<Peer.Narrowed>().Distinct())
            {
                if (!parties.Exists(party => PeerMeaning.Covers(policy, peer, party)))
                {
                    findings.Add(DiagnosticCodes.UnmatchedPeer, rule.Span, $"rule \"{rule.Name}\": no container of this host is {peer.Name}");
                }
            }
        }

        foreach (var group in policy.Groups.Where(_ => !desired.OuterLinks.IsEmpty))
        {
            foreach (var link in group.Interfaces.Except(desired.OuterLinks, StringComparer.Ordinal))
            {
                findings.Add(DiagnosticCodes.UnmatchedInterface, group.Span, $"group \"{group.Name}\": nothing can come by \"{link}\", which is no interface of this host now, or a port of another");
            }
        }

        return findings.All;
    }

    /// <summary>One that is selected by what nobody has was probably spelt otherwise.</summary>
    private static string Select(DesiredState desired, Tier tier)
        => tier.Select is { } select && !desired.Containers.Any(bound => SelectorMatch.Matches(select, bound.Container, desired.Policy.Settings.ImageLabels))
            ? ", and its \"select\" matches none"
            : "";
}
