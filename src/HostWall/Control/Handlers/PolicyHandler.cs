using System.Collections.Immutable;
using HostWall.Control.Messages;
using HostWall.Core;
using HostWall.Core.Evaluate;
using HostWall.Core.Policy;
using HostWall.Core.Text;
using HostWall.Daemon;

namespace HostWall.Control.Handlers;

/// <summary>A policy's own faults and tests.</summary>
internal static class PolicyHandler
{
    /// <summary>Reads a policy and runs its tests; the command line does so by itself, without a daemon.</summary>
    public static CheckReport Check(EquatableArray<SourceFile> sources, DateTimeOffset now)
    {
        var reading = PolicyReader.Read(sources);
        var tests = reading.Document is { } document ? PolicyTester.Run(document, now) : [];
        return new CheckReport(
            reading.Document is not null && tests.All(test => test.Passed),
            [.. reading.Diagnostics.Select(Words.Of)],
            [.. tests.Select(Words.Of)]);
    }

    /// <summary>The tests of the policy in force, or of another.</summary>
    public static Answer Test(RuntimeState state, Call call, DateTimeOffset now)
    {
        var files = call.Read(ControlJson.Shapes.PolicyRequest).Files;
        if (files is null && state.Policy is null)
        {
            return Answer.Refuse(RefusalKind.NotFound, "no policy is in force yet; apply one first");
        }

        var report = Check(files is { } sent ? PolicyFiles.Sources(sent) : state.Policy!.Sources, now); // one of the two is there
        return report.Diagnostics.Any(diagnostic => diagnostic.Severity == "error")
            ? Faulty(report.Diagnostics)
            : Answer.Of(report, ControlJson.Shapes.CheckReport);
    }

    public static Answer Faulty(ImmutableArray<DiagnosticMessage> diagnostics)
        => Answer.Of(new Refusal(RefusalKind.Policy, "the policy has errors", diagnostics, []));
}
