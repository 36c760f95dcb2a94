using HostWall.Core;

namespace HostWall.Versions;

/// <summary>One change that was made to the kernel: a line of the journal.</summary>
/// <param name="Version">The version in force after it; null before the first.</param>
/// <param name="Why">What made it necessary: an operator's message, a Docker event, a drift that was found.</param>
/// <param name="What">The changes in short words, a few; the counts tell how many there were.</param>
/// <param name="Added">Elements added to sets and maps.</param>
/// <param name="Removed">Elements removed.</param>
public sealed record JournalEntry(
    DateTimeOffset Time,
    JournalKind Kind,
    int? Version,
    Who Who,
    string Why,
    EquatableArray<string> What,
    int Added,
    int Removed);

public enum JournalKind
{
    /// <summary>A version came into force.</summary>
    Policy,

    /// <summary>Containers, networks or addresses came, went or changed their tier.</summary>
    Membership,

    /// <summary>An operator took every rule out of the kernel.</summary>
    Disable,

    /// <summary>An operator put the rules back.</summary>
    Enable,

    /// <summary>The kernel differed from what was applied, and was put right.</summary>
    Repair,

    /// <summary>Open flows ended that are no longer allowed.</summary>
    Cut,

    /// <summary>The version in force was loaded at start.</summary>
    Boot,
}
