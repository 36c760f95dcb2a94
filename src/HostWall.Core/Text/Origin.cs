namespace HostWall.Core.Text;

/// <summary>The policy line that something compiled came from.</summary>
public readonly record struct Origin(string Path, int Line)
{
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Path}:{Line}");
}
