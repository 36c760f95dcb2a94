namespace HostWall.Core.Inventory;

/// <summary>A running container. Every text in it is hostile: names, images and labels are what strangers wrote.</summary>
/// <param name="Id">Docker's full identifier.</param>
/// <param name="Labels">Sorted by key.</param>
/// <param name="Endpoints">One for each bridge network it is attached to.</param>
public sealed record Container(
    string Id,
    string Name,
    string Image,
    EquatableArray<Label> Labels,
    EquatableArray<Endpoint> Endpoints,
    EquatableArray<PublishedPort> Published)
{
    /// <summary>The Compose project, if Compose made the container.</summary>
    public string? Project => ComposeLabel("com.docker.compose.project");

    /// <summary>The Compose service, if Compose made the container.</summary>
    public string? Service => ComposeLabel("com.docker.compose.service");

    /// <summary>The label with that key, or null.</summary>
    public Label? FindLabel(string key)
    {
        foreach (var label in Labels)
        {
            if (string.Equals(label.Key, key, StringComparison.Ordinal))
            {
                return label;
            }
        }

        return null;
    }

    /// <summary>
    /// Images that Compose built carry the project's labels too, so that these pairs look like the image's own. The configuration hash is
    /// given only where Compose creates a container, and Compose then sets project and service itself.
    /// </summary>
    private string? ComposeLabel(string key)
    {
        var madeByCompose = FindLabel("com.docker.compose.config-hash") is { FromImage: false };
        return FindLabel(key) is { } label && (madeByCompose || !label.FromImage) ? label.Value : null;
    }
}

/// <param name="FromImage">The image brings this pair; it may be nobody's decision on this host.</param>
public readonly record struct Label(string Key, string Value, bool FromImage);
