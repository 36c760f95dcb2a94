using System.Globalization;
using System.Text;

namespace HostWall.Core.Text;

/// <summary>Diagnostics as people read them: one line with place and message, then the source line with carets under the value at fault.</summary>
public static class DiagnosticText
{
    private const string Indent = "    ";

    /// <summary>Of all, in the order given; each line ends in a line feed.</summary>
    /// <param name="files">The texts that the spans point into; a diagnostic about none of them is its first line alone.</param>
    public static string Render(IEnumerable<Diagnostic> diagnostics, EquatableArray<SourceFile> files)
    {
        var lines = files.DistinctBy(file => file.Path).ToDictionary(file => file.Path, file => file.Text.Split('\n'), StringComparer.Ordinal);
        var text = new StringBuilder();
        foreach (var diagnostic in diagnostics)
        {
            text.Append(Headline(diagnostic)).Append('\n');
            if (lines.TryGetValue(diagnostic.Span.Path, out var source) && diagnostic.Span.Line <= source.Length)
            {
                AppendExcerpt(text, SourceExcerpt.Of(source[diagnostic.Span.Line - 1], diagnostic.Span));
            }
        }

        return text.ToString();
    }

    /// <summary><c>path:line:column: error: message</c>.</summary>
    public static string Headline(Diagnostic diagnostic)
    {
        var severity = diagnostic.Severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
        };
        return $"{Place(diagnostic.Span)}: {severity}: {Message(diagnostic)}";
    }

    /// <summary><c>path:line:column: message</c>, for lists that say of themselves how severe it is.</summary>
    public static string Note(Diagnostic diagnostic) => $"{Place(diagnostic.Span)}: {Message(diagnostic)}";

    private static string Place(TextSpan span)
        => string.Create(CultureInfo.InvariantCulture, $"{VisibleText.Of(span.Path, limit: 4096)}:{span.Line}:{span.Column}");

    private static string Message(Diagnostic diagnostic) => VisibleText.Of(diagnostic.Message, limit: 1000);

    private static void AppendExcerpt(StringBuilder text, SourceExcerpt excerpt)
        => text.Append(Indent).Append(excerpt.Source).Append('\n').Append(Indent).Append(excerpt.Carets).Append('\n');
}
