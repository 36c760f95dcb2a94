namespace HostWall.Core.Text;

/// <summary>A text and the name that messages about it carry.</summary>
public sealed record SourceFile(string Path, string Text);
