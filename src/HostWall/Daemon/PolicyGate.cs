using HostWall.Core;
using HostWall.Core.Evaluate;
using HostWall.Core.Policy;
using HostWall.Core.Text;
using HostWall.Versions;

namespace HostWall.Daemon;

/// <summary>What every policy must pass before it may come into force: it reads without an error, and its own tests and invariants hold.</summary>
internal abstract record PolicyGate
{
    private PolicyGate()
    {
    }

    public sealed record Open(PolicyDocument Document, EquatableArray<Diagnostic> Warnings) : PolicyGate;

    public sealed record Refused(EquatableArray<Diagnostic> Diagnostics, string Text) : PolicyGate;

    public sealed record TestsFailed(EquatableArray<TestResult> Results, EquatableArray<InvariantResult> Invariants) : PolicyGate;

    public static PolicyReading Read(PolicyText policy) => PolicyReader.Read(policy.Sources);

    /// <summary>What a policy is warned of that need pass no gate.</summary>
    public static EquatableArray<Diagnostic> WarningsOf(PolicyReading reading, PolicyDocument document, DateTimeOffset now)
        => [.. reading.Diagnostics, .. PolicyWarnings.Of(document, now)];

    public static PolicyGate Pass(PolicyText policy, DateTimeOffset now)
    {
        // Running containers are of the classes that are asked about anyway.
        var examined = Examination.Of(policy.Sources, now, inventory: null);
        return examined.Document is not { } document ? new Refused(examined.Diagnostics, DiagnosticText.Render(examined.Diagnostics, policy.Sources))
            : examined.Passes ? new Open(document, examined.Diagnostics)
            : new TestsFailed(examined.Tests, examined.Invariants);
    }
}
