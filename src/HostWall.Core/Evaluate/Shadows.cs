using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>Why a rule can never match.</summary>
internal abstract record NeverMatches
{
    private NeverMatches()
    {
    }

    /// <summary>Earlier rules decide all that it is about.</summary>
    /// <param name="By">Those that decide some of it, in file order.</param>
    public sealed record Shadowed(EquatableArray<Rule> By) : NeverMatches;

    /// <summary>There is nobody whom it names, or no flow between them.</summary>
    public sealed record Nobody : NeverMatches;
}

/// <summary>
/// Proves that rules can never match: what a rule is about, as boxes of flows, less what each earlier rule decides. Nothing left is proof; whoever is
/// not sure says nothing. What both ends must have in common is no part of a box: an earlier rule takes away only where it asks for nothing more in
/// common than the later.
/// </summary>
internal sealed class Shadows
{
    /// <summary>What falls into more pieces is left unproved.</summary>
    private const int MostPieces = 400;

    private readonly PolicyDocument _policy;
    private readonly FlowSpace _space;
    private readonly List<EquatableArray<Box>> _about;

    public Shadows(PolicyDocument policy, Population population, DateTimeOffset now)
    {
        _policy = policy;
        _space = new FlowSpace(policy, population, now);
        _about = [.. policy.Rules.Select(rule => _space.About(rule))];
    }

    /// <summary>Null for a rule that can match, and for one of which nothing can be proved.</summary>
    public NeverMatches? Of(int index)
    {
        var rule = _policy.Rules[index];
        List<Box> left = [.. _about[index].SelectMany(box => _space.Judged(box))];
        if (left.Count == 0)
        {
            return new NeverMatches.Nobody();
        }

        var by = new List<Rule>();
        for (var earlier = 0; earlier < index && left.Count > 0; earlier++)
        {
            var other = _policy.Rules[earlier];
            if (other.Audit || !other.Same.All(key => rule.Same.Contains(key)) || !_about[earlier].Any(box => left.Exists(piece => piece.Meets(box))))
            {
                continue;
            }

            by.Add(other);
            foreach (var box in _about[earlier])
            {
                left = [.. left.SelectMany(piece => piece.Except(box))];
            }

            if (left.Count > MostPieces)
            {
                return null;
            }
        }

        return left.Count == 0 ? new NeverMatches.Shadowed([.. by]) : null;
    }
}
