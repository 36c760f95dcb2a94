using System.Diagnostics;
using HostWall.Text;

namespace HostWall.Versions;

/// <summary>What a version changed in the policy, held against the version before.</summary>
public abstract record PolicyChange
{
    private PolicyChange()
    {
    }

    /// <summary>It is the first.</summary>
    public sealed record New : PolicyChange;

    /// <summary>Its policy is word for word that of an earlier version.</summary>
    /// <param name="Number">The first that had it.</param>
    public sealed record As(int Number) : PolicyChange;

    public sealed record Lines(LineCount Count) : PolicyChange;

    /// <summary>Its policy or that before is missing or altered.</summary>
    public sealed record Untold : PolicyChange;

    /// <summary>For people, a few words.</summary>
    public string Text => this switch
    {
        New => "new",
        As same => $"as version {same.Number}",
        Lines { Count: var count } => $"+{count.Added} -{count.Removed} lines",
        Untold => "cannot be told",
        _ => throw new UnreachableException($"no change {this}"),
    };

    /// <summary>The change of every version.</summary>
    /// <param name="records">Oldest first.</param>
    /// <param name="read">A version's policy; null where it is missing or altered.</param>
    public static IReadOnlyList<PolicyChange> Of(IReadOnlyList<VersionRecord> records, Func<VersionRecord, PolicyText?> read)
    {
        var changes = new List<PolicyChange>();
        var firsts = new Dictionary<string, int>(StringComparer.Ordinal);
        PolicyText? before = null; // read once, not again as the older side of the next
        for (var i = 0; i < records.Count; i++)
        {
            var policy = read(records[i]);
            var isFirst = firsts.TryAdd(records[i].PolicySha256, records[i].Number);
            changes.Add(i == 0 && records[0].Previous is null ? new New()
                : !isFirst ? new As(firsts[records[i].PolicySha256])
                : policy is null || before is null || records[i].Number != records[i - 1].Number + 1 ? new Untold()
                : new Lines(PolicyDiff.Count(before, policy)));
            before = policy;
        }

        return changes;
    }
}
