using System.Text.RegularExpressions;
using CsCheck;
using HostWall.Core.Policy;

namespace HostWall.Tests.Policy;

public sealed class PatternTests
{
    [Fact]
    public void A_pattern_matches_what_its_regular_expression_does()
        => Gen.Select(Text("ab*?"), Text("ab")).Sample((pattern, value) =>
            new Pattern(pattern).Matches(value) == Regex.IsMatch(value, $@"\A{pattern.Replace("*", ".*", StringComparison.Ordinal).Replace('?', '.')}\z"));

    [Fact(Timeout = 10_000)]
    public async Task A_hostile_pattern_does_not_take_forever()
        => (await Task.Run(() => new Pattern(string.Concat(Enumerable.Repeat("*a", 500)) + "b").Matches(new string('a', 10_000)), TestContext.Current.CancellationToken)).ShouldBeFalse();

    private static Gen<string> Text(string characters) => Gen.Char[characters].Array[0, 8].Select(array => new string(array));
}
