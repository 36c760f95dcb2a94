using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>A text of the policy and where it stands.</summary>
internal readonly record struct Word(string Text, TextSpan Span)
{
    /// <summary>For messages: in quotes, shortened, control characters made visible.</summary>
    public override string ToString() => $"\"{VisibleText.Of(Text)}\"";
}
