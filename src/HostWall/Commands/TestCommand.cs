using System.CommandLine;
using HostWall.Control;
using HostWall.Control.Messages;

namespace HostWall.Commands;

/// <summary>The policy's own tests.</summary>
internal static class TestCommand
{
    public static Verb Create(CommonOptions common)
    {
        var verb = new Verb(
            "test",
            "Run the tests of the policy in force, or of FILE; they ask about tiers, whatever containers run",
            "hostwall test",
            "hostwall test /etc/hostwall/policy.toml");
        var file = new Argument<string?>("FILE") { Description = "A policy file or folder (default: the policy in force)", Arity = ArgumentArity.ZeroOrOne };
        verb.Add(file);
        verb.Runs(common, async (session, parsed, cancellation) =>
        {
            if (parsed.GetValue(file) is not { } path)
            {
                return session.Show(await AskAsync(session, new PolicyRequest(), cancellation), Print, Exit);
            }

            return LocalPolicy.Read(session, path) is { } policy
                ? policy.Show(session, await AskAsync(session, new PolicyRequest(policy.Files), cancellation), Print, Exit)
                : ExitCode.Usage;

            void Print(CheckReport report) => TestOutput.Print(session.Screen, report.Tests);
        });
        return verb;
    }

    private static int Exit(CheckReport report) => report.Passed ? ExitCode.Done : ExitCode.No;

    private static Task<Reply<CheckReport>> AskAsync(Session session, PolicyRequest request, CancellationToken cancellation)
        => session.Client.PostAsync("/v1/test", request, ControlJson.Shapes.PolicyRequest, ControlJson.Shapes.CheckReport, cancellation);
}
