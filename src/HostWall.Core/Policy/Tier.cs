using HostWall.Core.Text;

namespace HostWall.Core.Policy;

/// <summary>What happens to a flow that no rule decides.</summary>
public enum Default
{
    Deny,
    Allow,
}

/// <summary>A class of containers that share rights.</summary>
/// <param name="Select">Members besides those with the tier's label; null where only the label counts.</param>
/// <param name="Claim">What a container must match for its label to count; null where every label counts.</param>
/// <param name="Origin">Null for the built-in tier where the policy does not name it.</param>
/// <param name="Span">The name's place; null where <paramref name="Origin"/> is.</param>
public sealed record Tier(
    string Name,
    string? Description,
    Selector? Select,
    Selector? Claim,
    Default Ingress,
    Default Egress,
    Origin? Origin,
    TextSpan? Span)
{
    /// <summary>The name of the built-in tier: every container that is in no other.</summary>
    public const string Unlabelled = "unlabelled";
}
