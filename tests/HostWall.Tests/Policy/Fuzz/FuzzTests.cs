using System.Diagnostics;
using CsCheck;
using HostWall.Core;
using HostWall.Core.Compile;
using HostWall.Core.Desired;
using HostWall.Core.Policy;
using HostWall.Core.Text;
using HostWall.Scenarios.Grid;
using Tomlyn.Parsing;

namespace HostWall.Tests.Policy.Fuzz;

/// <summary>No text crashes the reader or hangs it, none is refused without a reason, and every reason has its place in the text.</summary>
public sealed class FuzzTests
{
    private const int Texts = 5_000;

    /// <summary>Far more than a text of this size takes on a busy machine, far less than for ever.</summary>
    private static readonly TimeSpan LimitOfOne = TimeSpan.FromSeconds(5);

    public static TheoryData<int> NastyTexts => [.. Enumerable.Range(0, Corpus.Nasty.Count)];

    [Fact]
    public void The_corpus_of_policies_is_right()
        => Corpus.Right.Where(text => Reading.Of(text).Document is null).ShouldBeEmpty();

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(NastyTexts))]
    public async Task A_nasty_text_is_read_or_refused(int index)
        => await Task.Run(() => ShouldBeReadOrRefused(Corpus.Nasty[index]), TestContext.Current.CancellationToken);

    [Fact(Timeout = 120_000)]
    public async Task A_mutated_text_is_read_or_refused()
        => await Task.Run(() => Mutation.Any.Sample(text => ShouldBeReadOrRefused(text), iter: Texts), TestContext.Current.CancellationToken);

    [Fact(Timeout = 120_000)]
    public async Task Two_mutated_files_are_read_or_refused()
        => await Task.Run(() => Gen.Select(Mutation.Any, Mutation.Any).Sample((first, second) => ShouldBeReadOrRefused(first, second), iter: Texts / 4), TestContext.Current.CancellationToken);

    private static void ShouldBeReadOrRefused(params string[] texts)
    {
        var files = texts.Select((text, index) => new SourceFile(index == 0 ? "policy.toml" : $"policy.d/{index}.toml", text)).ToEquatableArray();
        var start = Stopwatch.GetTimestamp();
        var reading = PolicyReader.Read(files);
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(LimitOfOne);
        (reading.Document is null).ShouldBe(reading.Diagnostics.Any(found => found.Severity == Severity.Error), "it is refused exactly where there is an error");
        DiagnosticText.Render(reading.Diagnostics, files);
        var lines = files.ToDictionary(file => file.Path, file => file.Text.Split('\n'), StringComparer.Ordinal);
        foreach (var found in reading.Diagnostics)
        {
            ShouldBeInside(found.Span, lines[found.Span.Path]);
        }

        if (reading.Document is { } document)
        {
            // The tree builder holds TOML's rules itself; the parser's own validation is the check on it.
            files.Where(file => SyntaxParser.Parse(file.Text, file.Path, validate: true).HasErrors).ShouldBeEmpty("what is not TOML is never read");

            // What is read must be of use.
            RuleSetCompiler.Compile(Binder.Bind(document, GridWorld.Labelled));
        }
    }

    private static void ShouldBeInside(TextSpan span, string[] lines)
    {
        span.Line.ShouldBeInRange(1, lines.Length, $"{span}");
        span.Column.ShouldBeGreaterThanOrEqualTo(1, $"{span}");
        span.Length.ShouldBeGreaterThanOrEqualTo(0, $"{span}");
        (span.Column - 1 + span.Length).ShouldBeLessThanOrEqualTo(lines[span.Line - 1].Length, $"{span} and {span.Length} of {lines[span.Line - 1].Length} characters");
    }
}
