namespace HostWall.Daemon;

/// <summary>What came of ending open flows.</summary>
/// <param name="Failure">Why some may be left over; null where none is.</param>
internal readonly record struct Cut(int Count, string? Failure)
{
    public static readonly Cut Nothing = new(0, null);

    /// <summary>For people: <c>cut 3 open flows</c>; empty where there is nothing to say.</summary>
    public string Text => string.Join("; ", new[] { Counted, Failure }.OfType<string>());

    private string? Counted => Count switch
    {
        0 => null,
        1 => "cut 1 open flow",
        _ => $"cut {Count} open flows",
    };
}
