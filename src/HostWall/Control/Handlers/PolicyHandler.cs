using System.Collections.Immutable;
using HostWall.Control.Messages;
using HostWall.Core;
using HostWall.Core.Evaluate;
using HostWall.Core.Inventory;
using HostWall.Core.Text;
using HostWall.Daemon;

namespace HostWall.Control.Handlers;

/// <summary>A policy's own faults, tests and invariants.</summary>
internal static class PolicyHandler
{
    /// <summary>Reads a policy and puts its tests and invariants to it; the command line does so by itself, without a daemon.</summary>
    /// <param name="inventory">What runs on the host; null for no host in particular.</param>
    public static CheckReport Check(EquatableArray<SourceFile> sources, DateTimeOffset now, Snapshot? inventory)
    {
        var examined = Examination.Of(sources, now, inventory);
        return new CheckReport(
            examined.Passes,
            [.. examined.Diagnostics.Select(Words.Of)],
            [.. examined.Tests.Select(Words.Of)],
            [.. examined.Invariants.Select(Words.Of)]);
    }

    /// <summary>The tests and invariants of the policy in force, or of another, with the containers of now.</summary>
    public static Answer Test(RuntimeState state, Call call, DateTimeOffset now)
    {
        var files = call.Read(ControlJson.Shapes.PolicyRequest).Files;
        if (files is null && state.Policy is null)
        {
            return Answer.Refuse(RefusalKind.NotFound, "no policy is in force yet; apply one first");
        }

        var report = Check(files is { } sent ? PolicyFiles.Sources(sent) : state.Policy!.Sources, now, state.Inventory); // one of the two is there
        return report.Diagnostics.Any(diagnostic => diagnostic.Severity == "error")
            ? Faulty(report.Diagnostics)
            : Answer.Of(report, ControlJson.Shapes.CheckReport);
    }

    public static Answer Faulty(ImmutableArray<DiagnosticMessage> diagnostics)
        => Answer.Of(new Refusal(RefusalKind.Policy, "the policy has errors", diagnostics, [], []));
}
