namespace HostWall.Core.Evaluate;

/// <summary>What flows gain and lose, all together. Some may gain a port that others lose.</summary>
internal readonly record struct ReachDifference(PortSpace Gained, PortSpace Lost)
{
    public bool IsNone => Gained.IsEmpty && Lost.IsEmpty;

    /// <param name="flows">What was and is open to each.</param>
    public static ReachDifference Of(IEnumerable<(PortSpace Was, PortSpace Now)> flows)
    {
        var (gained, lost) = (PortSpace.None, PortSpace.None);
        foreach (var (was, now) in flows)
        {
            gained = gained.Union(now.Except(was));
            lost = lost.Union(was.Except(now));
        }

        return new ReachDifference(gained, lost);
    }
}
