using HostWall.Scenarios.Grid;

namespace HostWall.Tests.Scenarios;

/// <summary>The cases of the conformance grid without a kernel: the policy's meaning and the compiled rules agree about every cell.</summary>
public sealed class GridCaseTests
{
    public static TheoryData<string> Features => [.. GridCases.ByFeature.Keys];

    [Theory]
    [MemberData(nameof(Features))]
    public void Policy_and_rules_agree_about_every_cell(string feature)
    {
        foreach (var of in GridCases.ByFeature[feature])
        {
            var judges = new Judges(of.Desired, DateTimeOffset.UnixEpoch);
            var judgements = Cell.All.Select(cell => new Judgement(cell, judges.ByPolicy(cell), judges.ByRules(cell), Kernel: null)).ToList();
            judgements.ShouldAllBe(judgement => judgement.Agrees, $"{of.Name}\n{GridTable.Of(judgements)}\n{of.Policy}");
        }
    }

    [Fact]
    public void There_are_over_two_hundred_cases_and_no_name_is_twice()
    {
        var names = GridCases.ByFeature.Values.SelectMany(cases => cases).Select(of => of.Name).ToList();
        names.Count.ShouldBeGreaterThan(200);
        names.ShouldBeUnique();
    }
}
