using HostWall.Core;
using HostWall.Core.Evaluate;
using HostWall.Core.Text;
using HostWall.Versions;

namespace HostWall.Daemon;

/// <summary>What came of a <see cref="ChangeRequest"/>. Whatever is not <see cref="Done"/> left the kernel and the versions as they were.</summary>
public abstract record ChangeOutcome
{
    private ChangeOutcome()
    {
    }

    /// <summary>It is in the kernel, read back, and on the disk.</summary>
    /// <param name="Version">The version in force now; null where there never was one and rules were only taken out or put back.</param>
    public sealed record Done(VersionRecord? Version, string Summary) : ChangeOutcome
    {
        /// <summary>Open flows that ended with it.</summary>
        public int CutFlows { get; init; }
    }

    /// <summary>That is so already.</summary>
    public sealed record Unchanged(VersionRecord Version) : ChangeOutcome;

    /// <param name="Text">The diagnostics as they are printed.</param>
    public sealed record PolicyRefused(EquatableArray<Diagnostic> Diagnostics, string Text) : ChangeOutcome;

    /// <summary>A test or an invariant of the policy does not hold.</summary>
    /// <param name="Results">Of every test, those that passed too.</param>
    /// <param name="Invariants">Of every invariant, those that hold too.</param>
    public sealed record TestsFailed(EquatableArray<TestResult> Results, EquatableArray<InvariantResult> Invariants) : ChangeOutcome;

    /// <summary>The kernel, Docker or the disk refused.</summary>
    public sealed record Failed(string Message) : ChangeOutcome;

    public sealed record NoSuchVersion(string Message) : ChangeOutcome;
}
