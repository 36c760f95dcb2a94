using System.Globalization;

namespace HostWall.Core.Text;

/// <summary>Hostile text made fit for a terminal: nothing in it moves the cursor, hides or turns other text around.</summary>
public static class VisibleText
{
    private const int Limit = 80;

    /// <summary>Character for character, so that columns stay where they are; shortened where it is over <paramref name="limit"/> characters.</summary>
    public static string Of(string text, int limit = Limit)
    {
        var kept = text.Length <= limit ? text : text[..(limit - 1)];
        var visible = string.Create(kept.Length, kept, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = IsVisible(source, i) ? source[i] : StandIn(source[i]);
            }
        });
        return kept.Length == text.Length ? visible : visible + '…';
    }

    /// <summary>Whether there is a character in the text that <see cref="Of"/> would replace.</summary>
    public static bool HasInvisible(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsVisible(text, i))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsVisible(string text, int index) => char.GetUnicodeCategory(text[index]) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        // Among them those that reverse the direction of what follows.
        UnicodeCategory.Format => false,
        UnicodeCategory.Surrogate => IsPaired(text, index),
        _ => true,
    };

    private static bool IsPaired(string text, int index)
        => char.IsHighSurrogate(text[index])
            ? index + 1 < text.Length && char.IsLowSurrogate(text[index + 1])
            : index > 0 && char.IsHighSurrogate(text[index - 1]);

    /// <summary>Unicode's pictures of control characters where it has them.</summary>
    private static char StandIn(char c) => c switch
    {
        < ' ' => (char)('\u2400' + c),
        '\u007F' => '\u2421',
        _ => '\uFFFD',
    };
}
