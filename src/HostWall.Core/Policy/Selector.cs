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
    EquatableArray<Pattern> Services);

/// <summary>A label's key, to the letter, and a pattern for its value.</summary>
public readonly record struct LabelPattern(string Key, Pattern Value);
