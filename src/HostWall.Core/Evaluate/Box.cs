namespace HostWall.Core.Evaluate;

/// <summary>Flows by what a rule can ask of them, each part on its own: every combination of one of each part is in it.</summary>
internal sealed record Box(EquatableArray<Bits> Parts)
{
    public bool IsEmpty => Parts.Any(part => part.IsEmpty);

    /// <summary>Whether they have a flow in common.</summary>
    public bool Meets(Box other)
    {
        for (var i = 0; i < Parts.Count; i++)
        {
            if (!Parts[i].Meets(other.Parts[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What is left of this without the other, as boxes that have nothing in common.</summary>
    public IEnumerable<Box> Except(Box other)
    {
        if (!Meets(other))
        {
            yield return this;
            yield break;
        }

        var rest = Parts.AsSpan().ToArray();
        for (var i = 0; i < rest.Length; i++)
        {
            var outside = rest[i].Except(other.Parts[i]);
            if (!outside.IsEmpty)
            {
                var slice = rest.ToArray();
                slice[i] = outside;
                yield return new Box([.. slice]);
            }

            rest[i] = rest[i].And(other.Parts[i]);
        }
    }
}
