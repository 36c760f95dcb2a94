using System.Text;
using HostWall.Scenarios.Grid;

namespace HostWall.KernelTests.Grid;

/// <summary>A case at which the judges differ, for people: the whole table, who says what, and the policy.</summary>
internal static class GridReport
{
    private const int Listed = 20;

    public static string Of(GridCase of, IReadOnlyList<Judgement> judgements)
    {
        var judges = new Judges(of.Desired, DateTimeOffset.UtcNow);
        var differing = judgements.Where(judgement => !judgement.Agrees).ToList();
        var text = new StringBuilder($"{of.Name}: {differing.Count} of {judgements.Count} cells differ\n");
        foreach (var (cell, policy, rules, kernel) in differing.Take(Listed).Select(judgement => (judgement.Cell, judgement.Policy, judgement.Rules, judgement.Kernel)))
        {
            text.Append($"{cell}: policy {policy} ({judges.ReasonOf(cell)}), rules {rules}, kernel {kernel}\n");
        }

        return text.Append(GridTable.Of(judgements)).Append(of.Policy).Append('\n').ToString();
    }
}
