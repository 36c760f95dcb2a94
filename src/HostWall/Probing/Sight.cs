namespace HostWall.Probing;

/// <summary>What was seen of one probe.</summary>
internal abstract record Sight
{
    private Sight()
    {
    }

    /// <summary>It got through.</summary>
    public sealed record Passes : Sight;

    /// <summary>Nothing came of it.</summary>
    public sealed record Dropped : Sight;

    /// <summary>Somebody on the way refused it: nobody at the other end does.</summary>
    public sealed record Rejected : Sight;

    /// <summary>Nothing can be said, and so it is no agreement.</summary>
    public sealed record Nothing(string Why) : Sight;
}
