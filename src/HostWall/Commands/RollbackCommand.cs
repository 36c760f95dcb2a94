using HostWall.Control;
using HostWall.Control.Messages;

namespace HostWall.Commands;

/// <summary>Goes back to an earlier policy, with today's containers.</summary>
internal static class RollbackCommand
{
    public static Verb Create(CommonOptions common)
    {
        var verb = new Verb(
            "rollback",
            "Go back to the version before, or to VERSION; recorded as a new version",
            "hostwall rollback",
            "hostwall rollback 12 -m 'the new rules broke the backup'");
        var (version, why) = (Inputs.Version("VERSION", "The version to go back to (default: the one before the one in force)", common), Inputs.Why());
        verb.Add(version);
        verb.Add(why);
        verb.Runs(common, async (session, parsed, cancellation) =>
        {
            var reply = await session.Client.PostAsync(
                "/v1/rollback",
                new RollbackRequest(parsed.GetValue(version), parsed.GetValue(why)),
                ControlJson.Shapes.RollbackRequest,
                ControlJson.Shapes.ChangeReport,
                cancellation);
            return session.Show(reply, report => ChangeOutput.Print(session.Screen, report));
        });
        return verb;
    }
}
