using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Reads <c>days</c> of a window.</summary>
internal static class DaysReader
{
    private static readonly Dictionary<string, Days> Names = new(StringComparer.Ordinal)
    {
        ["mon"] = Days.Monday,
        ["tue"] = Days.Tuesday,
        ["wed"] = Days.Wednesday,
        ["thu"] = Days.Thursday,
        ["fri"] = Days.Friday,
        ["sat"] = Days.Saturday,
        ["sun"] = Days.Sunday,
    };

    /// <summary>All where the key is not given; null where it names none.</summary>
    public static Days? Read(TableReader reader, string key)
    {
        if (reader.Words(key) is not { } words)
        {
            return reader.KeySpan(key) is null ? Days.All : null;
        }

        var days = Days.None;
        foreach (var word in words)
        {
            if (Names.TryGetValue(word.Text, out var day))
            {
                days |= day;
            }
            else
            {
                reader.Findings.Add(DiagnosticCodes.UnknownValue, word.Span, $"{word} is no day: they are {string.Join(", ", Names.Keys)}{DidYouMean(word.Text)}");
            }
        }

        return days == Days.None ? null : days;
    }

    /// <summary>Most who err write the day out.</summary>
    private static string DidYouMean(string text)
        => NearNames.DidYouMean(text.Length > 3 && text.All(char.IsAsciiLetter) ? text[..3] : text, Names.Keys);
}
