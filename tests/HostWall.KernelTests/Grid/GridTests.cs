using System.Diagnostics;
using HostWall.Core.Compile;
using HostWall.Scenarios.Grid;

namespace HostWall.KernelTests.Grid;

/// <summary>What a policy means, what its compiled rules do and what the kernel does, cell by cell.</summary>
public sealed class GridTests(GridLab lab, ITestOutputHelper output) : IClassFixture<GridLab>
{
    public static TheoryData<string> Features => [.. GridCases.ByFeature.Keys];

    [Theory]
    [MemberData(nameof(Features))]
    public async Task Policy_rules_and_kernel_agree_about_every_cell(string feature)
    {
        await lab.StartAsync();
        output.WriteLine(lab.Description);
        var (spent, start) = (lab.Spent, Stopwatch.GetTimestamp());
        var failures = new List<string>();
        foreach (var of in GridCases.ByFeature[feature])
        {
            if (of.Before is { } before)
            {
                await lab.ApplyAsync(RuleSetCompiler.Compile(before.Desired));
            }

            var desired = of.Desired;
            await lab.ApplyAsync(RuleSetCompiler.Compile(desired));
            var judgements = await lab.JudgeAsync(desired);
            if (judgements.Any(judgement => !judgement.Agrees))
            {
                failures.Add(GridReport.Of(of, judgements));
            }
        }

        var steps = lab.Spent.Steps - spent.Steps;
        output.WriteLine($"{steps} steps in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s; of each, {(lab.Spent.Probing - spent.Probing).TotalMilliseconds / steps:0} ms were probes and "
            + $"{(lab.Spent.Applying - spent.Applying).TotalMilliseconds / steps:0} ms the application of rules");
        if (failures.Count > 0)
        {
            Assert.Fail($"{failures.Count} of {steps} cases:\n{string.Join('\n', failures)}");
        }
    }
}
