namespace HostWall.Text;

/// <summary>How many lines a change adds and removes; a line that changes is one of each.</summary>
public readonly record struct LineCount(int Added, int Removed)
{
    public static LineCount operator +(LineCount a, LineCount b) => new(a.Added + b.Added, a.Removed + b.Removed);
}
