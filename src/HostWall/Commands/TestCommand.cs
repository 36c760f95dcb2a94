using System.CommandLine;
using System.Text.Json;
using HostWall.Control;
using HostWall.Control.Messages;

namespace HostWall.Commands;

/// <summary>The policy's own tests and invariants.</summary>
internal static class TestCommand
{
    public static Verb Create(CommonOptions common)
    {
        var verb = new Verb(
            "test",
            "Run the tests and invariants of the policy in force, or of FILE: they ask about every container that could be, and those that run. With --live, real packets are sent between those that do",
            "hostwall test",
            "hostwall test /etc/hostwall/policy.toml",
            "sudo hostwall test --live");
        var file = new Argument<string?>("FILE") { Description = "A policy file or folder (default: the policy in force)", Arity = ArgumentArity.ZeroOrOne };
        var live = new Option<bool>("--live") { Description = "Also send real packets from the containers' own network namespaces, and compare; needs root" };
        verb.Add(file);
        verb.Add(live);
        verb.Runs(common, (session, parsed, cancellation) => (parsed.GetValue(file), parsed.GetValue(live)) switch
        {
            (_, true) when !Environment.IsPrivilegedProcess => Task.FromResult(session.Refuse(Refusal.Of(RefusalKind.NotAllowed, "--live enters the network namespaces of containers: it needs root"))),
            ({ } path, var probes) => LocalPolicy.Read(session, path) is { } policy ? TestAsync(session, policy, probes, cancellation) : Task.FromResult(ExitCode.Usage),
            (null, var probes) => TestAsync(session, policy: null, probes, cancellation),
        });
        return verb;
    }

    private static async Task<int> TestAsync(Session session, LocalPolicy? policy, bool live, CancellationToken cancellation)
    {
        var request = new PolicyRequest(policy?.Files);
        var tests = await session.Client.PostAsync("/v1/test", request, ControlJson.Shapes.PolicyRequest, ControlJson.Shapes.CheckReport, cancellation);
        if (!live || tests is not Reply<CheckReport>.Given { Document: var checkedTests })
        {
            return Show(tests, Print, report => report.Passed ? ExitCode.Done : ExitCode.No);
        }

        var plan = await session.Client.PostAsync("/v1/probes", request, ControlJson.Shapes.PolicyRequest, ControlJson.Shapes.ProbesReport, cancellation);
        return plan is Reply<ProbesReport>.Given { Document: var probes }
            ? ShowLive(session, await LiveTest.RunAsync(checkedTests, probes, cancellation))
            : Show(plan, _ => { }, _ => ExitCode.Done);

        void Print(CheckReport report)
        {
            policy?.PrintDiagnostics(session.Screen, report.Diagnostics);
            TestOutput.Print(session.Screen, report.Tests, report.Invariants);
        }

        int Show<T>(Reply<T> reply, Action<T> print, Func<T, int> exit) => policy?.Show(session, reply, print, exit) ?? session.Show(reply, print, exit);
    }

    private static int ShowLive(Session session, LiveReport report)
    {
        if (session.Json)
        {
            session.Screen.Document(JsonSerializer.Serialize(report, ControlJson.Shapes.LiveReport) + "\n");
        }
        else
        {
            TestOutput.Print(session.Screen, report.Tests, report.Invariants);
            LiveTestOutput.Print(session.Screen, report.Probes);
        }

        return report.Passed ? ExitCode.Done : ExitCode.No;
    }
}
