using HostWall.Core.Desired;
using HostWall.Core.Inventory;
using HostWall.Core.Policy;
using HostWall.Core.Text;

namespace HostWall.Core.Evaluate;

/// <summary>All that can be said of a policy by looking at it: its faults, and what came of its own tests and invariants.</summary>
/// <param name="Document">Null exactly where there is an error among the diagnostics; then nothing was tested.</param>
/// <param name="Diagnostics">Errors and warnings, sorted by file, line and column.</param>
public sealed record Examination(
    PolicyDocument? Document,
    EquatableArray<Diagnostic> Diagnostics,
    EquatableArray<TestResult> Tests,
    EquatableArray<InvariantResult> Invariants)
{
    /// <summary>Whether it may come into force: without an error, and by its own tests and invariants.</summary>
    public bool Passes => Document is not null && Tests.All(test => test.Passed) && Invariants.All(invariant => invariant.Holds);

    /// <param name="inventory">What runs on the host: its containers are asked about besides all that could be. Null for no host in particular.</param>
    public static Examination Of(EquatableArray<SourceFile> files, DateTimeOffset now, Snapshot? inventory)
    {
        var reading = PolicyReader.Read(files);
        if (reading.Document is not { } policy)
        {
            return new Examination(null, reading.Diagnostics, [], []);
        }

        var desired = inventory is null ? null : Binder.Bind(policy, inventory);
        var population = Population.Of([policy], desired?.Containers ?? []);
        if (!population.IsWhole && policy.Tests is [var test, ..])
        {
            // Members that nobody asks could be those for whom a test fails.
            return new Examination(null, Findings.InOrder([.. reading.Diagnostics, TooManyClasses(test)], files), [], []);
        }

        return new Examination(
            policy,
            Findings.InOrder([.. reading.Diagnostics, .. PolicyWarnings.Of(policy, population, now), .. desired is null ? [] : InventoryWarnings.Of(desired)], files),
            PolicyTester.Run(policy, population, now),
            InvariantChecker.Check(policy, population, now));
    }

    private static Diagnostic TooManyClasses(PolicyTest test) => new(
        DiagnosticCodes.TooManyClasses.Name,
        DiagnosticCodes.TooManyClasses.Severity,
        test.Span,
        $"the policy tells more than {ContainerClasses.Most} classes of containers apart, so that its tests cannot be asked of all: narrow peers by fewer different keys and labels");
}
