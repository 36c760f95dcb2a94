using System.Globalization;
using System.Text;
using HostWall.Core.Inventory;
using HostWall.Core.Policy;

namespace HostWall.Core.Desired;

/// <summary>Puts a container in its tier: by the label that its creator gave, else by the first <c>select</c> that matches, else in none.</summary>
public static class TierAssignment
{
    /// <summary>The label that names a container's tier.</summary>
    public const string LabelKey = "hostwall.tier";

    private const int LongestShownLabel = 64;

    public static BoundContainer Of(PolicyDocument policy, Container container)
    {
        var (tier, reason) = Decide(policy, container);
        return new BoundContainer(container, tier, reason);
    }

    private static (string Tier, TierReason Reason) Decide(PolicyDocument policy, Container container)
    {
        var label = container.FindLabel(LabelKey);
        if (label is { } given && (!given.FromImage || policy.Settings.ImageLabels))
        {
            return ByLabel(policy, container, given.Value);
        }

        foreach (var tier in policy.Tiers)
        {
            if (tier.Select is { } select && SelectorMatch.Matches(select, container, policy.Settings.ImageLabels))
            {
                return (tier.Name, new TierReason.Selected());
            }
        }

        return (Tier.Unlabelled, label is { } ignored ? new TierReason.LabelOfImage(Shown(ignored.Value)) : new TierReason.InNone());
    }

    private static (string Tier, TierReason Reason) ByLabel(PolicyDocument policy, Container container, string value)
    {
        var tier = policy.Tiers.FirstOrDefault(tier => string.Equals(tier.Name, value, StringComparison.Ordinal));
        if (tier is null)
        {
            return (Tier.Unlabelled, new TierReason.UnknownTier(Shown(value)));
        }

        return tier.Claim is { } claim && !SelectorMatch.Matches(claim, container, policy.Settings.ImageLabels)
            ? (Tier.Unlabelled, new TierReason.ClaimRefused(tier.Name))
            : (tier.Name, new TierReason.Labelled());
    }

    /// <summary>Short, quoted, on one line and in printable ASCII: labels are hostile text.</summary>
    private static string Shown(string value)
    {
        var shown = new StringBuilder("\"");
        foreach (var c in value.Length > LongestShownLabel ? value[..LongestShownLabel] : value)
        {
            shown.Append(c is >= ' ' and <= '~' and not '"' and not '\\'
                ? c.ToString()
                : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"));
        }

        return shown.Append(value.Length > LongestShownLabel ? "…\"" : "\"").ToString();
    }
}
