using HostWall.Core;
using HostWall.Core.Rules;

namespace HostWall.Kernel;

/// <summary>A backend and the kernel behind it. Only the reconciler calls it, one call at a time.</summary>
public interface IDataplane
{
    /// <summary>The backend's name, as <c>nftables</c>.</summary>
    string Name { get; }

    /// <summary>What becomes of packets between the ports of a Docker bridge that br_netfilter does not bring to the rules: a clause for people.</summary>
    string UnfilteredBridgeText { get; }

    /// <summary>Whether the kernel holds base chains of ours with rules in them, from whatever run of the daemon.</summary>
    /// <exception cref="DataplaneException">The kernel or the tool did not answer.</exception>
    Task<bool> HoldsRulesAsync(CancellationToken cancellation);

    /// <summary>
    /// Makes the kernel hold that rule set, whatever it held before. When it returns, the rules are in force; where the layout changed they have
    /// also been read back. When it throws, what was in force before still is, or <see cref="ReadAsync"/> tells.
    /// </summary>
    /// <exception cref="DataplaneException">The kernel or the tool refused.</exception>
    Task<Change> ApplyAsync(RuleSet target, CancellationToken cancellation);

    /// <summary>Reads everything back. Where it differs from what was last applied, the next application builds it anew.</summary>
    /// <exception cref="DataplaneException">The kernel or the tool did not answer.</exception>
    Task<Reading> ReadAsync(CancellationToken cancellation);

    /// <summary>Takes every rule of ours out of the kernel.</summary>
    /// <exception cref="DataplaneException">The kernel or the tool refused.</exception>
    Task RemoveAsync(CancellationToken cancellation);

    /// <summary>The rule set as text, as a version keeps it: today's elements, no generation's number.</summary>
    string RenderForRecord(RuleSet ruleSet);
}

/// <summary>What an application changed.</summary>
public abstract record Change
{
    private Change()
    {
    }

    /// <summary>The kernel held it already.</summary>
    public sealed record None : Change;

    /// <summary>Containers came or went: elements of the generation in force.</summary>
    public sealed record OfElements(EquatableArray<Element> Removed, EquatableArray<Element> Added) : Change;

    /// <summary>A new generation of chains.</summary>
    public sealed record OfLayout(int Generation) : Change;
}

/// <summary>What the kernel says of itself.</summary>
/// <param name="Drift">How it differs from what was last applied, for people; null where it does not.</param>
/// <param name="Counters">None where there are no rules.</param>
public sealed record Reading(string? Drift, EquatableArray<Counter> Counters);

/// <param name="Packets">Counted since the rule was first loaded; only a flow's first packet reaches a rule.</param>
public readonly record struct Counter(string Name, long Packets, long Bytes);
