using System.Globalization;
using System.Text;
using CsCheck;
using HostWall.Text;

namespace HostWall.Tests.Text;

public sealed class TextDiffTests
{
    [Fact]
    public void Equal_texts_have_no_difference() => TextDiff.Unified("a", "x\ny\n", "b", "x\ny\n").ShouldBe("");

    [Fact]
    public void A_changed_line_comes_with_three_lines_of_context() =>
        TextDiff.Unified("a", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "b", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n").ShouldBe(
            """
            --- a
            +++ b
            @@ -2,7 +2,7 @@
             2
             3
             4
            -5
            +five
             6
             7
             8

            """);

    [Fact]
    public void The_difference_turns_the_old_text_into_the_new_one()
    {
        var text = Gen.String[Gen.Char["abc\r\n\n\n"], 0, 60];

        Gen.Select(text, text).Sample((before, after) => Patched(before, TextDiff.Unified("a", before, "b", after)) == after);
    }

    [Fact]
    public void Large_texts_with_nothing_in_common_are_compared_within_seconds()
    {
        var before = string.Concat(Enumerable.Range(0, 5_000).Select(i => $"old {i}\n"));
        var after = string.Concat(Enumerable.Range(0, 5_000).Select(i => $"new {i}\n"));

        Patched(before, TextDiff.Unified("a", before, "b", after)).ShouldBe(after);
    }

    /// <summary>What patch(1) does, strictly: every kept or removed line must be there, at the line that the hunk names.</summary>
    private static string Patched(string before, string diff)
    {
        if (diff.Length == 0)
        {
            return before;
        }

        var old = before.Split('\n').Select(l => l + '\n').ToList();
        old[^1] = old[^1][..^1];
        var (result, at) = (new StringBuilder(), 0);
        var lines = diff.Split('\n')[2..^1];
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("@@", StringComparison.Ordinal))
            {
                var range = lines[i].Split(' ')[1][1..].Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
                for (var start = range[1] == 0 ? range[0] : range[0] - 1; at < start; at++)
                {
                    result.Append(old[at]);
                }

                continue;
            }

            var cut = i + 1 < lines.Length && lines[i + 1].StartsWith('\\');
            var content = lines[i][1..] + (cut ? "" : "\n");
            if (lines[i][0] != '+')
            {
                old[at++].ShouldBe(content);
            }

            if (lines[i][0] != '-')
            {
                result.Append(content);
            }

            i += cut ? 1 : 0;
        }

        return result.Append(string.Concat(old.Skip(at))).ToString();
    }
}
