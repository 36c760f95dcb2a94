namespace HostWall.Core.Policy;

/// <summary>Says which containers match: every key given must, and a key does when any of its patterns does (all pairs, for labels). An empty list is a key not given.</summary>
/// <param name="Labels">Pairs that must all be there.</param>
/// <param name="Networks">Docker's names of networks.</param>
/// <param name="Projects">Compose projects.</param>
/// <param name="Services">Compose services.</param>
public sealed record Selector(
    EquatableArray<LabelPattern> Labels,
    EquatableArray<Pattern> Images,
    EquatableArray<Pattern> Names,
    EquatableArray<Pattern> Networks,
    EquatableArray<Pattern> Projects,
    EquatableArray<Pattern> Services)
{
    /// <summary>For people: <c>label env=prod, project shop or blog</c>.</summary>
    public override string ToString() => string.Join(", ", Labels.Select(label => $"label {label.Key}={label.Value}")
        .Concat(Words("image", Images))
        .Concat(Words("name", Names))
        .Concat(Words("network", Networks))
        .Concat(Words("project", Projects))
        .Concat(Words("service", Services)));

    private static IEnumerable<string> Words(string key, EquatableArray<Pattern> patterns)
        => patterns.IsEmpty ? [] : [$"{key} {string.Join(" or ", patterns)}"];
}

/// <summary>A label's key, to the letter, and a pattern for its value.</summary>
public readonly record struct LabelPattern(string Key, Pattern Value);
