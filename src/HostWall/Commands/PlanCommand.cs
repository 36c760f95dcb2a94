using HostWall.Control;
using HostWall.Control.Messages;

namespace HostWall.Commands;

/// <summary>What <c>apply</c> would change.</summary>
internal static class PlanCommand
{
    public static Verb Create(CommonOptions common)
    {
        var verb = new Verb(
            "plan",
            "Show what `apply` would change: who gains and loses which reach, and the rules; changes nothing",
            "hostwall plan",
            "hostwall plan policies/tighter.toml");
        var file = Inputs.PolicyFile();
        verb.Add(file);
        verb.Runs(common, async (session, parsed, cancellation) =>
        {
            if (LocalPolicy.Read(session, parsed.GetValue(file)) is not { } policy)
            {
                return ExitCode.Usage;
            }

            var reply = await session.Client.PostAsync(
                "/v1/plan",
                new PolicyRequest(policy.Files),
                ControlJson.Shapes.PolicyRequest,
                ControlJson.Shapes.PlanReport,
                cancellation);
            return policy.Show(
                session,
                reply,
                plan =>
                {
                    policy.PrintDiagnostics(session.Screen, plan.Warnings);
                    PlanOutput.Print(session.Screen, plan);
                },
                plan => plan.TestsPass ? ExitCode.Done : ExitCode.No);
        });
        return verb;
    }
}
