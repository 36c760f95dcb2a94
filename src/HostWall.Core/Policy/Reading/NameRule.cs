using System.Text;
using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>What names of tiers, groups and rules look like: <c>[a-z][a-z0-9-]{0,30}</c>.</summary>
internal static class NameRule
{
    private const int Longest = 31;

    public static void Check(string kind, Word name, Findings findings)
    {
        if (!IsName(name.Text))
        {
            var suggestion = Tidied(name.Text) is { } tidied ? $"; did you mean \"{tidied}\"?" : string.Empty;
            findings.Add(
                DiagnosticCodes.BadName,
                name.Span,
                $"{name} is no name for a {kind}: at most {Longest} of a-z, 0-9 and -, the first a letter{suggestion}");
        }
    }

    private static bool IsName(string text)
        => text.Length is > 0 and <= Longest && char.IsAsciiLetterLower(text[0]) && text.All(IsNameCharacter);

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-';

    private static string? Tidied(string text)
    {
        if (text.Length > Longest)
        {
            return null;
        }

        var tidied = new StringBuilder(text.ToLowerInvariant()).Replace('_', '-').Replace(' ', '-').Replace('.', '-').ToString();
        return IsName(tidied) ? tidied : null;
    }
}
