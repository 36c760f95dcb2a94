using HostWall.Core;
using HostWall.Core.Render;
using HostWall.Core.Rules;

namespace HostWall.Kernel;

/// <summary>
/// The nftables backend. It remembers what is in force so that a container's change is a few elements; after any failure it forgets, and the
/// next application builds a new generation, whatever the kernel holds.
/// </summary>
/// <param name="minutesWest">The kernel's time zone of now, see <see cref="NftOptions.MinutesWest"/>.</param>
internal sealed class NftDataplane(Nft nft, int nflogGroup, Func<int> minutesWest) : IDataplane
{
    private InForce? _inForce;

    public string Name => "nftables";

    public string UnfilteredBridgeText => _inForce is { Options.BridgeNames: false }
        ? "everything passes, since the kernel lacks nft_meta_bridge"
        : "nothing passes";

    public async Task<bool> HoldsRulesAsync(CancellationToken cancellation) => (await nft.ListAsync(terse: true, cancellation)).HasRules;

    public async Task<Change> ApplyAsync(RuleSet target, CancellationToken cancellation)
    {
        if (_inForce is not { } inForce || inForce.RuleSet.Layout != target.Layout)
        {
            return await ReplaceAsync(target, cancellation);
        }

        var change = Difference(inForce.RuleSet, target);
        if (change.Removed.IsEmpty && change.Added.IsEmpty)
        {
            return new Change.None();
        }

        _inForce = null;
        await nft.RunAsync(NftablesRenderer.RenderChange(inForce.Generation, change.Removed, change.Added), cancellation);
        _inForce = inForce with { RuleSet = target };
        return change;
    }

    public async Task<Reading> ReadAsync(CancellationToken cancellation)
    {
        var listing = await nft.ListAsync(terse: false, cancellation);
        var drift = _inForce is { } inForce
            ? inForce.DifferenceTo(listing) ?? TurnOfDays(inForce)
            : "nobody knows what the kernel holds since the last failure";
        if (drift is not null)
        {
            _inForce = null;
        }

        return new Reading(drift, listing.Counters);
    }

    public async Task RemoveAsync(CancellationToken cancellation)
    {
        _inForce = null;
        await nft.RunAsync(NftablesRenderer.RenderRemoval(), cancellation);
    }

    public string RenderForRecord(RuleSet ruleSet)
    {
        var rendered = NftablesRenderer.Render(ruleSet, NftNames.NoGeneration, new NftOptions(nflogGroup, BridgeNames: true));
        return rendered.Prepare + rendered.Switch;
    }

    /// <summary>Prepare, switch, read back, retire. A packet sees the old generation or the new one, whole.</summary>
    private async Task<Change> ReplaceAsync(RuleSet target, CancellationToken cancellation)
    {
        _inForce = null;
        var options = new NftOptions(nflogGroup, await nft.TakesAsync(NftablesRenderer.ProbeForBridgeNames, cancellation)) { MinutesWest = minutesWest() };
        var before = await nft.ListAsync(terse: true, cancellation);
        var generation = 1 + before.Objects.Max(item => NftNames.GenerationOf(item.Name)).GetValueOrDefault();
        var rendered = NftablesRenderer.Render(target, generation, options);
        await nft.RunAsync(rendered.Prepare, cancellation);
        await nft.RunAsync(NftablesRenderer.RenderRemovalOfMisplaced(before.Contents) + rendered.Switch, cancellation);

        var after = await nft.ListAsync(terse: false, cancellation);
        var retirement = NftablesRenderer.RenderRetirement(after.Objects, generation, target);
        if (retirement.Length > 0)
        {
            await nft.RunAsync(retirement, cancellation);
            after = await nft.ListAsync(terse: false, cancellation);
        }

        var inForce = new InForce(target, generation, options);
        if (inForce.DifferenceTo(after) is { } difference)
        {
            throw new DataplaneException($"the rules were loaded, but the kernel does not list them: {difference}");
        }

        _inForce = inForce;
        return new Change.OfLayout(generation);
    }

    /// <summary>The kernel was told another time zone: its days begin at another hour than the rules were written for. Null where no rule asks for days.</summary>
    private string? TurnOfDays(InForce inForce)
        => minutesWest() != inForce.Options.MinutesWest
            && inForce.RuleSet.Layout.Chains.Any(chain => chain.Rules.Any(rule => rule.Matches.Any(match => match is Match.TimeOfWeek { Days: not WeekDays.All })))
            ? "the kernel was told another time zone, by which it counts days of the week"
            : null;

    internal static Change.OfElements Difference(RuleSet from, RuleSet to)
    {
        var (before, after) = (from.Elements.ToHashSet(), to.Elements.ToHashSet());
        return new Change.OfElements(
            from.Elements.Where(element => !after.Contains(element)).ToEquatableArray(),
            to.Elements.Where(element => !before.Contains(element)).ToEquatableArray());
    }

    private sealed record InForce(RuleSet RuleSet, int Generation, NftOptions Options)
    {
        /// <summary>How the kernel differs from this, for people; null where it does not.</summary>
        public string? DifferenceTo(NftListing listing) => NftContents.Of(RuleSet, Generation, Options).DifferenceTo(listing.Contents);
    }
}
