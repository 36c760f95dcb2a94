using System.Globalization;
using HostWall.Core.Rules;

namespace HostWall.Core.Render;

/// <summary>Writes a compiled rule as nft rules, one for each alternative of its matches, each with a comment that names the policy's line.</summary>
internal sealed class NftRules(Layout layout, int generation, NftOptions options)
{
    private readonly NftMatches _matches = new(layout, generation, options.MinutesWest);

    public IEnumerable<string> Lines(ChainRule rule)
        => from matches in _matches.Alternatives(rule.Matches)
           from verdict in VerdictTexts(rule.Verdict)
           select JoinWords($"{matches}{verdict.Match}{string.Concat(rule.Statements.Select(StatementText))}{verdict.Text}", CommentOf(rule));

    /// <summary>A verdict may take several rules; its own match stands before the statements, so that only the rule that decides counts.</summary>
    private IEnumerable<(string Match, string Text)> VerdictTexts(Verdict verdict) => verdict switch
    {
        Verdict.Continue => [("", "")],
        Verdict.Accept => [("", "accept")],
        Verdict.Drop => [("", "drop")],
        Verdict.Return => [("", "return")],
        Verdict.Reject => [("meta l4proto tcp ", "reject with tcp reset"), ("", "reject with icmpx type admin-prohibited")],
        Verdict.Jump(var chain) => [("", $"jump {NftNames.OfGeneration(generation, chain)}")],
        Verdict.Goto(var chain) => [("", $"goto {NftNames.OfGeneration(generation, chain)}")],
        Verdict.Dispatch(var map) => _matches.Lookups(map).Select(lookup => ("", lookup)),
        _ => throw new System.Diagnostics.UnreachableException(verdict.ToString()),
    };

    private string StatementText(Statement statement) => statement switch
    {
        Statement.Count(var counter) => $"counter name \"{NftNames.OfCounter(counter)}\" ",
        Statement.Log(var subject) => string.Create(
            CultureInfo.InvariantCulture,
            $"limit rate {LogLimit.PerSecond}/second burst {LogLimit.Burst} packets log prefix {NftNames.LogPrefix(subject)} group {options.NflogGroup} snaplen {LogLimit.SnapLength} "),
        _ => throw new System.Diagnostics.UnreachableException(statement.ToString()),
    };

    private static string CommentOf(ChainRule rule) => rule.Comment.Length == 0 ? "" : NftNames.Comment(rule.Comment, rule.Origin);

    private static string JoinWords(string rule, string comment) => comment.Length == 0 ? rule.TrimEnd() : $"{rule.TrimEnd()} {comment}";
}
