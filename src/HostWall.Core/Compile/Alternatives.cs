using HostWall.Core.Rules;

namespace HostWall.Core.Compile;

/// <summary>Lists of matches of which one must hold as a whole.</summary>
internal static class Alternatives
{
    /// <summary>The one alternative that asks for nothing.</summary>
    public static readonly IReadOnlyList<EquatableArray<Match>> Always = [[]];

    /// <summary>Without repetitions; where one of them asks for nothing, the others do not matter.</summary>
    public static IReadOnlyList<EquatableArray<Match>> Simplified(IEnumerable<EquatableArray<Match>> alternatives)
    {
        var distinct = alternatives.Distinct().ToList();
        return distinct.Exists(matches => matches.IsEmpty) ? Always : distinct;
    }

    /// <summary>Both: one of these and one of those.</summary>
    public static IReadOnlyList<EquatableArray<Match>> And(this IReadOnlyList<EquatableArray<Match>> these, IReadOnlyList<EquatableArray<Match>> those)
        => these.Count == 0 || those is [{ IsEmpty: true }] ? these
            : those.Count == 0 || these is [{ IsEmpty: true }] ? those
            : [.. from first in these from second in those select (EquatableArray<Match>)[.. first, .. second]];
}
