namespace HostWall.Core.Addressing;

/// <summary>What a strict parser made of a text: a value, or why not.</summary>
public abstract record Parsed<T>
{
    private Parsed()
    {
    }

    /// <summary>The text is the canonical spelling of this.</summary>
    public sealed record Accepted(T Value) : Parsed<T>;

    /// <summary>The text is refused.</summary>
    /// <param name="Reason">A clause that holds nothing of the text itself, which is hostile.</param>
    /// <param name="Suggestion">A spelling that would be accepted and is what was probably meant; null where that cannot be told.</param>
    public sealed record Refused(string Reason, string? Suggestion = null) : Parsed<T>;
}
