namespace HostWall.Core.Addressing;

/// <summary>Arithmetic over lists of ports.</summary>
public static class PortMatchList
{
    /// <summary>The same ports sorted and disjoint. Ranges that only touch stay apart, so that listings show what the policy says.</summary>
    public static EquatableArray<PortMatch> Flatten(IEnumerable<PortMatch> matches)
    {
        var result = new List<PortMatch>();
        foreach (var match in matches.Order())
        {
            if (result.Count > 0 && result[^1].Protocol == match.Protocol && result[^1].Ports.Overlaps(match.Ports))
            {
                var before = result[^1].Ports;
                result[^1] = match with { Ports = new PortRange(before.First, Math.Max(before.Last, match.Ports.Last)) };
            }
            else
            {
                result.Add(match);
            }
        }

        return [.. result];
    }
}
