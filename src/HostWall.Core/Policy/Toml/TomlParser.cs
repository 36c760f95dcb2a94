using System.Text.RegularExpressions;
using HostWall.Core.Text;
using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace HostWall.Core.Policy.Toml;

/// <summary>From a file's text to its tree.</summary>
internal static partial class TomlParser
{
    /// <summary>An unterminated quote spoils every line behind it; past some number, messages only hide the first.</summary>
    private const int MostSyntaxErrors = 10;

    /// <summary>Null where the text is not TOML; then the findings say why.</summary>
    public static TomlNode.Table? Parse(SourceFile file, Findings findings)
    {
        var lines = new LineTable(file);
        if (HalfCharacter(file.Text) is { } half)
        {
            findings.Add(DiagnosticCodes.Syntax, lines.Span(half, half + 1), "not TOML: half of a character (a surrogate alone)");
            return null;
        }

        try
        {
            // A line feed more, because a backslash as the very last character makes the parser throw; not behind a carriage return, which is none
            // of TOML's without one. Its validation repeats source text in messages and leaves out places; the tree builder does that part.
            var document = SyntaxParser.Parse(file.Text.EndsWith('\r') ? file.Text : file.Text + '\n', file.Path, validate: false);
            if (!document.HasErrors)
            {
                return new TomlTreeBuilder(lines, findings).Build(document);
            }

            Report(document.Diagnostics, lines, findings);
        }
        catch (TomlException tooDeep)
        {
            // Tolerant as it is, the parser throws where values nest deeper than 64.
            var offset = tooDeep.Offset ?? 0;
            findings.Add(DiagnosticCodes.Syntax, lines.Span(offset, offset + 1), "not TOML that a policy needs: values nest too deep");
        }

        return null;
    }

    private static int? HalfCharacter(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return i;
            }
        }

        return null;
    }

    private static void Report(DiagnosticsBag faults, LineTable lines, Findings findings)
    {
        var first = faults
            .Select(fault => (Span: lines.Span(fault.Span.Start.Offset, fault.Span.End.Offset + 1), Message: Reason(fault, lines)))
            .OrderBy(fault => fault.Span.Line).ThenBy(fault => fault.Span.Column)
            .DistinctBy(fault => fault.Span.Line)
            .Take(MostSyntaxErrors);
        foreach (var (span, message) in first)
        {
            findings.Add(DiagnosticCodes.Syntax, span, $"not TOML: {VisibleText.Of(message, limit: 200)}");
        }
    }

    /// <summary>The parser does not say what is wrong with a date: that it is none of the calendar's, or out of reach.</summary>
    private static string Reason(DiagnosticMessage fault, LineTable lines)
        => DateStart().IsMatch(lines.From(fault.Span.Start.Offset))
            ? "there is no such date and time; one is written as 2027-06-30T00:00:00Z, the second at most 59, the offset at most 14:00"
            : fault.Message;

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-")]
    private static partial Regex DateStart();
}
