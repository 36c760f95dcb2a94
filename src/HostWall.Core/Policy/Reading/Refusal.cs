namespace HostWall.Core.Policy.Reading;

/// <summary>The message for a text that a strict parser refused.</summary>
internal static class Refusal
{
    public static string Of(Word word, string reason, string? suggestion)
        => suggestion is null ? $"{word}: {reason}" : $"{word}: {reason}; did you mean \"{suggestion}\"?";
}
