namespace HostWall.Core.Text;

/// <summary>Where a value stands in a file: line and column count from 1, the length is in characters and stays within the line.</summary>
public readonly record struct TextSpan(string Path, int Line, int Column, int Length)
{
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Path}:{Line}:{Column}");
}
