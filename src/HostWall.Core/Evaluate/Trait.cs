using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>Something by which a policy can tell containers apart. Compose's project and service are two labels.</summary>
internal abstract record Trait
{
    private Trait()
    {
    }

    public sealed record Image : Trait;

    public sealed record Name : Trait;

    /// <summary>The networks that it stands on: the one trait of which a container has several.</summary>
    public sealed record Network : Trait;

    public sealed record Label(string Key) : Trait;

    public static readonly Trait Project = new Label("com.docker.compose.project");

    public static readonly Trait Service = new Label("com.docker.compose.service");

    /// <summary>What a container must have in common with another.</summary>
    public static Trait Of(SameKey key) => key switch
    {
        SameKey.Project => Project,
        SameKey.Network => new Network(),
        SameKey.Label(var name) => new Label(name),
        _ => throw new System.Diagnostics.UnreachableException($"no key {key}"),
    };

    /// <summary>What a selector asks for: of each trait one of the patterns.</summary>
    public static IEnumerable<(Trait Trait, EquatableArray<Pattern> AnyOf)> AskedBy(Selector selector)
        => selector.Labels.Select(pair => ((Trait)new Label(pair.Key), new EquatableArray<Pattern>([pair.Value])))
            .Concat(
            [
                (new Image(), selector.Images),
                (new Name(), selector.Names),
                (new Network(), selector.Networks),
                (Project, selector.Projects),
                (Service, selector.Services),
            ])
            .Where(asked => !asked.Item2.IsEmpty);
}
