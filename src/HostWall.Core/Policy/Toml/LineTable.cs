using HostWall.Core.Text;

namespace HostWall.Core.Policy.Toml;

/// <summary>Turns offsets in a file to lines and columns. The parser's own columns count code points; a <see cref="TextSpan"/> counts characters.</summary>
internal sealed class LineTable
{
    private readonly SourceFile _file;
    private readonly List<int> _starts = [0];

    /// <summary>The parser's offsets count from behind a byte order mark.</summary>
    private readonly int _skipped;

    public LineTable(SourceFile file)
    {
        _file = file;
        _skipped = file.Text.StartsWith('\uFEFF') ? 1 : 0;
        for (var i = 0; i < file.Text.Length; i++)
        {
            if (file.Text[i] == '\n')
            {
                _starts.Add(i + 1);
            }
        }
    }

    /// <summary>The rest of the file behind one of the parser's offsets.</summary>
    public ReadOnlySpan<char> From(int offset) => _file.Text.AsSpan(Math.Clamp(offset + _skipped, 0, _file.Text.Length));

    /// <summary>From the parser's offsets, a span that ends with its first line, so that carets stay under it.</summary>
    public TextSpan Span(int offset, int end)
    {
        var start = Math.Clamp(offset + _skipped, 0, _file.Text.Length);
        var found = _starts.BinarySearch(start);
        var line = found < 0 ? ~found - 1 : found;
        var lineEnd = line + 1 < _starts.Count ? _starts[line + 1] - 1 : _file.Text.Length;
        return new TextSpan(_file.Path, line + 1, start - _starts[line] + 1, Math.Max(0, Math.Min(end + _skipped, lineEnd) - start));
    }
}
