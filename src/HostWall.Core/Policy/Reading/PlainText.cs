using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Texts for people: they end up in listings, comments and logs, so that nothing in them may break a line or hide.</summary>
internal static class PlainText
{
    /// <summary>Text without control characters, not empty.</summary>
    public static string? Line(TableReader table, string key) => Check(table, key, lines: false);

    /// <summary>The same, of several lines where the operator wants.</summary>
    public static string? Lines(TableReader table, string key) => Check(table, key, lines: true);

    /// <summary>A sentence that must be there and stands for its table in what is reported about it.</summary>
    /// <param name="what">What the table is, as <c>test</c>.</param>
    public static Word? Sentence(TableReader table, string key, string what, NameTable names)
    {
        if (table.RequiredWord(key) is not { } sentence)
        {
            return null;
        }

        if (!IsLine(sentence.Text))
        {
            table.Findings.Add(DiagnosticCodes.BadText, sentence.Span, $"the {key} of {(what[0] is 'i' ? "an" : "a")} {what} is empty or has control characters");
        }

        names.Take(what, sentence);
        return sentence;
    }

    public static bool IsLine(string text) => text.Length > 0 && !VisibleText.HasInvisible(text);

    private static string? Check(TableReader table, string key, bool lines)
    {
        if (table.Word(key) is not { } word)
        {
            return null;
        }

        var text = lines ? word.Text.ReplaceLineEndings(" ").Replace('\t', ' ').Trim() : word.Text;
        if (IsLine(text))
        {
            return text;
        }

        table.Findings.Add(DiagnosticCodes.BadText, word.Span, $"\"{key}\" is {(text.Length == 0 ? "empty" : "a text with control characters")}");
        return null;
    }
}
