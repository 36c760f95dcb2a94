using HostWall.Core.Desired;
using HostWall.Core.Policy;

namespace HostWall.Core.Evaluate;

/// <summary>The classes of containers that can get into one tier.</summary>
internal sealed class TierMembers(Distinctions distinctions, PolicyDocument policy, Tier tier)
{
    /// <summary>No tier can have this name.</summary>
    private const string NoTier = "?";

    private readonly List<Selector> _told = [.. distinctions.Selectors(tier.Name)];
    private readonly HashSet<Trait> _compared = [.. distinctions.Compared(tier.Name).Select(Trait.Of)];

    /// <summary>Known once <see cref="All"/> has been gone through.</summary>
    public bool AreAll { get; private set; } = true;

    public IEnumerable<Party> All()
    {
        var publishes = distinctions.AsksForPublished(tier.Name);
        if (_told.Count == 0 && _compared.Count == 0 && !publishes)
        {
            yield return new Party.InTier(tier.Name);
            yield break;
        }

        if (IsUnlabelled)
        {
            // Nobody knows anything of an address that has only just come.
            yield return new Party.InTier(tier.Name);
        }

        foreach (var member in Ways().SelectMany(Members).DistinctBy(member => (member.Alive, member.Compared)))
        {
            yield return member.ToParty(tier.Name, []);
            if (publishes)
            {
                yield return member.ToParty(tier.Name, distinctions.Published);
            }
        }
    }

    private bool IsUnlabelled => string.Equals(tier.Name, Tier.Unlabelled, StringComparison.Ordinal);

    /// <summary>How a container gets into the tier: what its label names, what must match it and what must not.</summary>
    private IEnumerable<Way> Ways()
    {
        var selects = policy.Tiers.Where(other => other.Select is not null).ToList();
        if (IsUnlabelled)
        {
            yield return new Way(Label: null, Must: null, [.. selects.Select(other => other.Select!)]); // each has one
            yield return new Way(NoTier, Must: null, []);
            yield break;
        }

        yield return new Way(tier.Name, tier.Claim, []);
        if (tier.Select is { } select)
        {
            yield return new Way(Label: null, select, [.. selects.TakeWhile(other => other != tier).Select(other => other.Select!)]); // each has one
        }
    }

    /// <summary>Goes through the traits one by one, and keeps of those that are still alike the first.</summary>
    private IEnumerable<PossibleMember> Members(Way way)
    {
        List<Selector> asked = [.. _told, .. way.Must is { } must ? (Selector[])[must] : [], .. way.MustNot];
        var needs = asked.SelectMany((selector, index) => Trait.AskedBy(selector).Select(need => (Selector: index, need.Trait, need.AnyOf))).ToLookup(need => need.Trait);
        var members = new List<PossibleMember> { PossibleMember.Anybody(asked.Count) };
        foreach (var trait in needs.Select(need => need.Key).Concat(_compared).Distinct())
        {
            var patterns = distinctions.Patterns(trait);
            var failing = Values(trait, way)
                .Select(value => (Value: value, Fails: Bits.Of(asked.Count, needs[trait].Where(need => !need.AnyOf.Any(pattern => value.Matched.Has(IndexOf(patterns, pattern)))).Select(need => need.Selector))))
                .ToList();
            var next = from member in members
                       from value in failing
                       let grown = member.With(trait, value.Value, value.Fails, _compared.Contains(trait))
                       where way.Must is null || grown.Alive.Has(_told.Count)
                       select grown;
            members = [.. next.DistinctBy(member => (member.Alive, member.Compared)).Take(ContainerClasses.Most + 1)];
            AreAll &= members.Count <= ContainerClasses.Most;
        }

        var mustNot = Bits.Where(asked.Count, index => index >= asked.Count - way.MustNot.Count);
        var told = Bits.Where(asked.Count, index => index < _told.Count);
        return members.Where(member => !member.Alive.Meets(mustNot)).Select(member => (way.Label is null ? member : member.Labelled(way.Label)) with { Alive = Shown(member.Alive.And(told)) });
    }

    /// <summary>Only who the selectors of peers stand for tells classes apart, whichever way they came.</summary>
    private Bits Shown(Bits alive) => Bits.Where(_told.Count, alive.Has);

    private IReadOnlyList<TraitValue> Values(Trait trait, Way way)
    {
        var patterns = distinctions.Patterns(trait);
        if (trait is Trait.Label(TierAssignment.LabelKey))
        {
            return [new TraitValue(Bits.Where(patterns.Count, index => way.Label is { } label && patterns[index].Matches(label)), way.Label is { } own ? [own] : [])];
        }

        var values = distinctions.Values(trait, out var areAll);
        AreAll &= areAll;
        return values;
    }

    private static int IndexOf(IReadOnlyList<Pattern> patterns, Pattern pattern)
    {
        for (var i = 0; i < patterns.Count; i++)
        {
            if (patterns[i] == pattern)
            {
                return i;
            }
        }

        throw new System.Diagnostics.UnreachableException($"no pattern {pattern}");
    }

    /// <param name="Label">Null for a container without the label.</param>
    /// <param name="Must">Null where nothing must match.</param>
    private sealed record Way(string? Label, Selector? Must, List<Selector> MustNot);
}
