using System.Globalization;
using System.Text;
using DiffPlex;
using DiffPlex.Model;

namespace HostWall.Text;

/// <summary>
/// Two texts compared by lines, in the unified form that <c>diff -u</c> prints and <c>patch</c> takes. DiffPlex finds the
/// differences; its own renderer counts a last line end as a line of its own and passes over CR, so the form is written here.
/// </summary>
public static class TextDiff
{
    private const int Context = 3;

    /// <summary>The difference with three lines of context, or nothing when the texts are equal.</summary>
    public static string Unified(string oldName, string oldText, string newName, string newText)
    {
        if (oldText == newText)
        {
            return "";
        }

        var diff = Diff(oldText, newText);
        var text = new StringBuilder($"--- {oldName}\n+++ {newName}\n");
        foreach (var hunk in Hunks(diff.DiffBlocks))
        {
            Write(text, diff, hunk);
        }

        return text.ToString();
    }

    /// <summary>The lines that the unified form marks with <c>+</c> and <c>-</c>.</summary>
    public static LineCount Count(string oldText, string newText)
    {
        var blocks = Diff(oldText, newText).DiffBlocks;
        return new LineCount(blocks.Sum(block => block.InsertCountB), blocks.Sum(block => block.DeleteCountA));
    }

    private static DiffResult Diff(string oldText, string newText)
        => Differ.Instance.CreateDiffs(oldText, newText, ignoreWhiteSpace: false, ignoreCase: false, new LinesWithEnds());

    /// <summary>Changes whose context touches belong together.</summary>
    private static List<List<DiffBlock>> Hunks(IEnumerable<DiffBlock> blocks)
    {
        var hunks = new List<List<DiffBlock>>();
        var end = int.MinValue;
        foreach (var block in blocks)
        {
            if (hunks.Count == 0 || block.DeleteStartA > end + (2 * Context))
            {
                hunks.Add([]);
            }

            hunks[^1].Add(block);
            end = block.DeleteStartA + block.DeleteCountA;
        }

        return hunks;
    }

    private static void Write(StringBuilder text, DiffResult diff, List<DiffBlock> hunk)
    {
        var (first, last) = (hunk[0], hunk[^1]);
        var before = Math.Min(Context, first.DeleteStartA);
        var lastEnd = last.DeleteStartA + last.DeleteCountA;
        var end = Math.Min(diff.PiecesOld.Count, lastEnd + Context);
        var (oldStart, newStart) = (first.DeleteStartA - before, first.InsertStartB - before);
        var newEnd = last.InsertStartB + last.InsertCountB + (end - lastEnd);
        text.Append(CultureInfo.InvariantCulture, $"@@ -{Range(oldStart, end)} +{Range(newStart, newEnd)} @@\n");

        var at = oldStart;
        foreach (var block in hunk)
        {
            Lines(text, ' ', diff.PiecesOld, at, block.DeleteStartA);
            at = block.DeleteStartA + block.DeleteCountA;
            Lines(text, '-', diff.PiecesOld, block.DeleteStartA, at);
            Lines(text, '+', diff.PiecesNew, block.InsertStartB, block.InsertStartB + block.InsertCountB);
        }

        Lines(text, ' ', diff.PiecesOld, at, end);
    }

    /// <summary>First line and count; an empty range is named by the line before it.</summary>
    private static string Range(int start, int end) =>
        string.Create(CultureInfo.InvariantCulture, $"{(end > start ? start + 1 : start)},{end - start}");

    private static void Lines(StringBuilder text, char sign, IReadOnlyList<string> lines, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            text.Append(sign).Append(lines[i]);
            if (!lines[i].EndsWith('\n'))
            {
                text.Append("\n\\ No newline at end of file\n");
            }
        }
    }

    /// <summary>Lines that keep their ends, so that a missing or a different end is a difference.</summary>
    private sealed class LinesWithEnds : IChunker
    {
        public IReadOnlyList<string> Chunk(string text)
        {
            var lines = new List<string>();
            for (var start = 0; start < text.Length;)
            {
                var end = text.IndexOf('\n', start) is >= 0 and var newline ? newline + 1 : text.Length;
                lines.Add(text[start..end]);
                start = end;
            }

            return lines;
        }
    }
}
