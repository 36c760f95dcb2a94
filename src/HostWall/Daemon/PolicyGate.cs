using HostWall.Core;
using HostWall.Core.Evaluate;
using HostWall.Core.Policy;
using HostWall.Core.Text;
using HostWall.Versions;

namespace HostWall.Daemon;

/// <summary>What every policy must pass before it may come into force: it reads without an error, and its own tests hold.</summary>
internal abstract record PolicyGate
{
    private PolicyGate()
    {
    }

    public sealed record Open(PolicyDocument Document, EquatableArray<Diagnostic> Warnings) : PolicyGate;

    public sealed record Refused(EquatableArray<Diagnostic> Diagnostics, string Text) : PolicyGate;

    public sealed record TestsFailed(EquatableArray<TestResult> Results) : PolicyGate;

    public static PolicyReading Read(PolicyText policy) => PolicyReader.Read(policy.Sources);

    public static PolicyGate Pass(PolicyText policy, DateTimeOffset now)
    {
        var reading = PolicyReader.Read(policy.Sources);
        if (reading.Document is not { } document)
        {
            return new Refused(reading.Diagnostics, DiagnosticText.Render(reading.Diagnostics, policy.Sources));
        }

        var tests = PolicyTester.Run(document, now);
        return tests.All(test => test.Passed) ? new Open(document, reading.Diagnostics) : new TestsFailed(tests);
    }
}
