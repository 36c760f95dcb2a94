using System.Diagnostics;
using CsCheck;
using HostWall.Core.Compile;
using HostWall.KernelTests.Rules;
using HostWall.Scenarios.Grid;

namespace HostWall.KernelTests.Grid;

/// <summary>The same of policies that nobody thought of; each comes after another in the kernel and must leave there what it leaves alone.</summary>
public sealed class RandomGridTests(GridLab lab, ITestOutputHelper output) : IClassFixture<GridLab>
{
    private const int Policies = 300;

    [Fact]
    public async Task Policy_rules_and_kernel_agree_about_every_cell_of_random_policies()
    {
        await lab.StartAsync();
        output.WriteLine(lab.Description);
        await using var alone = await NftHost.StartAsync();
        var start = Stopwatch.GetTimestamp();

        // The seed stands in the exception. One at a time: there is one kernel.
        await Gen.Select(RandomPolicy.Seen, RandomWorld.Seen).SampleAsync(
            async (text, world) =>
            {
                var of = new GridCase("random policy", text, world);
                var desired = of.Desired;
                var rules = RuleSetCompiler.Compile(desired);
                await lab.ApplyAsync(rules);
                var afterAnother = await KernelListing.OfAsync(lab.Host);
                await alone.Dataplane.RemoveAsync(CancellationToken.None);
                await alone.ApplyAsync(rules);
                Difference(await alone.ListAsync(), afterAnother).ShouldBeEmpty("in the kernel after another policy, and not so alone");
                var judgements = await lab.JudgeAsync(desired);
                if (judgements.Any(judgement => !judgement.Agrees))
                {
                    Assert.Fail(GridReport.Of(of, judgements));
                }
            },
            iter: Policies,
            threads: 1,
            print: sample => sample.Item2.Text() + sample.Item1);
        var steps = lab.Spent.Steps;
        output.WriteLine($"{steps} policies in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s; of each, {lab.Spent.Probing.TotalMilliseconds / steps:0} ms were probes and "
            + $"{lab.Spent.Applying.TotalMilliseconds / steps:0} ms the application of rules");
    }

    /// <summary>The lines that differ, which is where the texts do; only then is the order of lines to blame.</summary>
    private static string[] Difference(KernelListing alone, KernelListing after)
    {
        if (alone.Text == after.Text)
        {
            return [];
        }

        var (before, now) = (alone.Text.Split('\n'), after.Text.Split('\n'));
        string[] lines = [.. now.Except(before).Select(line => $"+ {line}"), .. before.Except(now).Select(line => $"- {line}")];
        return lines.Length > 0 ? lines : ["the same lines in another order"];
    }
}
