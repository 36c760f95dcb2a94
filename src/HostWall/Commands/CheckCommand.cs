using System.Text.Json;
using HostWall.Control;
using HostWall.Control.Handlers;

namespace HostWall.Commands;

/// <summary>A policy's faults, tests and invariants, without daemon, root or Docker.</summary>
internal static class CheckCommand
{
    public static Verb Create(CommonOptions common)
    {
        var verb = new Verb(
            "check",
            "Check a policy with its tests and invariants; needs no daemon, no root and no Docker",
            "hostwall check",
            "hostwall check policies/three-tier.toml");
        var file = Inputs.PolicyFile();
        verb.Add(file);
        verb.Runs(common, (session, parsed, _) => Task.FromResult(Check(session, parsed.GetValue(file))));
        return verb;
    }

    private static int Check(Session session, string? file)
    {
        if (LocalPolicy.Read(session, file) is not { } policy)
        {
            return ExitCode.Usage;
        }

        var report = PolicyHandler.Check(policy.Sources, TimeProvider.System.GetUtcNow(), inventory: null);
        if (session.Json)
        {
            session.Screen.Document(JsonSerializer.Serialize(report, ControlJson.Shapes.CheckReport) + "\n");
        }
        else
        {
            policy.PrintDiagnostics(session.Screen, report.Diagnostics);
        }

        var errors = report.Diagnostics.Count(diagnostic => diagnostic.Severity == "error");
        if (errors > 0)
        {
            session.Screen.Message($"hostwall: the policy has {(errors == 1 ? "an error" : $"{errors} errors")}");
            return ExitCode.Usage;
        }

        if (!session.Json)
        {
            TestOutput.Print(session.Screen, report.Tests, report.Invariants);
        }

        return report.Passed ? ExitCode.Done : ExitCode.No;
    }
}
