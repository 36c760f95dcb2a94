using HostWall.Core.Inventory;
using HostWall.Core.Policy;

namespace HostWall.Core.Desired;

/// <summary>What <c>same</c> compares.</summary>
public static class CommonValue
{
    /// <summary>A container's value; null where it has none, which equals nobody's. An empty label is no value.</summary>
    /// <param name="network">The network that the address in question stands on; null where it is not known.</param>
    /// <param name="imageLabels">Whether a label that the image brings counts.</param>
    public static string? Of(SameKey key, Container container, string? network, bool imageLabels)
    {
        var value = key switch
        {
            SameKey.Project => container.Project,
            SameKey.Network => network,
            SameKey.Label(var name) => container.FindLabel(name) is { } label && (imageLabels || !label.FromImage) ? label.Value : null,
            _ => throw new System.Diagnostics.UnreachableException($"no key {key}"),
        };
        return string.IsNullOrEmpty(value) ? null : value;
    }
}
