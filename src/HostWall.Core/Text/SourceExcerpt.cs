namespace HostWall.Core.Text;

/// <summary>A line of source and, of the same width, the line of carets under it.</summary>
internal readonly record struct SourceExcerpt(string Source, string Carets)
{
    private const int Width = 160;
    private const int Before = 40;
    private const string Cut = "…";

    /// <summary>At most <see cref="Width"/> characters of the line, those about the span.</summary>
    public static SourceExcerpt Of(string line, TextSpan span)
    {
        var whole = line.TrimEnd('\r');
        var at = Math.Clamp(span.Column - 1, 0, whole.Length);
        var start = whole.Length <= Width ? 0 : Math.Max(0, Math.Min(at - Before, whole.Length - Width));
        var end = Math.Min(whole.Length, start + Width);
        var length = Math.Clamp(span.Length, 1, Math.Max(1, end - at));

        var head = start > 0 ? Cut : string.Empty;
        var tail = end < whole.Length ? Cut : string.Empty;
        return new SourceExcerpt(
            head + Visible(whole[start..end]) + tail,
            Blank(head + whole[start..at]) + new string('^', length));
    }

    private static string Visible(string text)
        => string.Join('\t', text.Split('\t').Select(part => VisibleText.Of(part, int.MaxValue)));

    /// <summary>Tabs stay tabs: however wide a terminal makes them, the carets stand right.</summary>
    private static string Blank(string text) => string.Concat(text.Select(c => c == '\t' ? '\t' : ' '));
}
