using HostWall.Control;
using HostWall.Control.Handlers;
using HostWall.Control.Messages;

namespace HostWall.Commands;

/// <summary>Makes a policy the version in force.</summary>
internal static class ApplyCommand
{
    public static Verb Create(CommonOptions common)
    {
        var verb = new Verb(
            "apply",
            "Make a policy the version in force",
            "hostwall apply -m 'open the api to the office'",
            "hostwall apply policies/three-tier.toml");
        var (file, why) = (Inputs.PolicyFile(), Inputs.Why());
        verb.Add(file);
        verb.Add(why);
        verb.Runs(common, async (session, parsed, cancellation) =>
        {
            if (LocalPolicy.Read(session, parsed.GetValue(file)) is not { } policy)
            {
                return ExitCode.Usage;
            }

            var reply = await session.Client.PostAsync(
                "/v1/apply",
                new ApplyRequest(policy.Files, parsed.GetValue(why)),
                ControlJson.Shapes.ApplyRequest,
                ControlJson.Shapes.ChangeReport,
                cancellation);
            return policy.Show(session, reply, report =>
            {
                policy.PrintDiagnostics(session.Screen, PolicyHandler.Check(policy.Sources, TimeProvider.System.GetUtcNow(), inventory: null).Diagnostics);
                ChangeOutput.Print(session.Screen, report);
            });
        });
        return verb;
    }
}
