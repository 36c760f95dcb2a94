using HostWall.Core.Rules;
using HostWall.Kernel;

namespace HostWall.Tests.Daemon;

/// <summary>A kernel that can be told to refuse, to be found changed, or to hold rules from before. It remembers every rule set it was given.</summary>
internal sealed class FakeDataplane : IDataplane
{
    public List<RuleSet> Applied { get; } = [];

    public RuleSet? Holds { get; private set; }

    public bool HoldsRulesOfAnEarlierRun { get; set; }

    /// <summary>How many of the next applications are refused.</summary>
    public int Refusals { get; set; }

    public string? Drift { get; set; }

    public bool RefusesRemovals { get; set; }

    public bool IsUnreadable { get; set; }

    public int Removals { get; private set; }

    public string Name => "nftables";

    public string UnfilteredBridgeText => "nothing passes";

    public Task<bool> HoldsRulesAsync(CancellationToken cancellation) => Task.FromResult(HoldsRulesOfAnEarlierRun || Holds is not null);

    public Task<Change> ApplyAsync(RuleSet target, CancellationToken cancellation)
    {
        if (Refusals > 0)
        {
            Refusals--;
            throw new DataplaneException("nft refused the rules: out of memory");
        }

        var before = Drift is null ? Holds : null;
        (Holds, Drift) = (target, null);
        Applied.Add(target);
        return Task.FromResult<Change>(before == target ? new Change.None()
            : before?.Layout == target.Layout ? new Change.OfElements([], target.Elements)
            : new Change.OfLayout(Applied.Count));
    }

    public Task<Reading> ReadAsync(CancellationToken cancellation) => IsUnreadable
        ? throw new DataplaneException("nft is not installed")
        : Task.FromResult(new Reading(Drift, [new Counter("rule_web", 3, 180)]));

    public Task RemoveAsync(CancellationToken cancellation)
    {
        if (RefusesRemovals)
        {
            throw new DataplaneException("nft did not end within 20 s and was killed");
        }

        (Holds, HoldsRulesOfAnEarlierRun) = (null, false);
        Removals++;
        return Task.CompletedTask;
    }

    public string RenderForRecord(RuleSet ruleSet) => $"# {ruleSet.Layout.Chains.Count} chains\n";
}
