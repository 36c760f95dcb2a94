using HostWall.Core.Inventory;
using HostWall.Core.Policy;

namespace HostWall.Core.Desired;

/// <summary>Whether a <see cref="Selector"/> matches a container.</summary>
public static class SelectorMatch
{
    /// <param name="imageLabels">Whether a label that the image brings counts.</param>
    public static bool Matches(Selector selector, Container container, bool imageLabels)
        => selector.Labels.All(pair => container.FindLabel(pair.Key) is { } label
                && (imageLabels || !label.FromImage)
                && pair.Value.Matches(label.Value))
            && Any(selector.Images, [container.Image])
            && Any(selector.Names, [container.Name])
            && Any(selector.Networks, container.Endpoints.Select(endpoint => endpoint.NetworkName))
            && Any(selector.Projects, [container.Project])
            && Any(selector.Services, [container.Service]);

    private static bool Any(EquatableArray<Pattern> patterns, IEnumerable<string?> values)
        => patterns.IsEmpty || values.Any(value => value is not null && patterns.Any(pattern => pattern.Matches(value)));
}
