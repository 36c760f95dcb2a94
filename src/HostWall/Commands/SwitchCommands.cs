using HostWall.Control;
using HostWall.Control.Messages;

namespace HostWall.Commands;

/// <summary>Break glass, and mend it.</summary>
internal static class SwitchCommands
{
    public static Verb CreateDisable(CommonOptions common) => Create(
        common,
        "/v1/disable",
        new Verb("disable", "Break glass: take every HostWall rule out of the kernel; recorded", "hostwall disable -m 'incident 4711: is it the firewall?'"));

    public static Verb CreateEnable(CommonOptions common) => Create(
        common,
        "/v1/enable",
        new Verb("enable", "Put the rules back after `hostwall disable`; recorded", "hostwall enable -m 'it was not the firewall'"));

    private static Verb Create(CommonOptions common, string path, Verb verb)
    {
        var why = Inputs.Why();
        verb.Add(why);
        verb.Runs(common, async (session, parsed, cancellation) =>
        {
            var reply = await session.Client.PostAsync(
                path,
                new SwitchRequest(parsed.GetValue(why)),
                ControlJson.Shapes.SwitchRequest,
                ControlJson.Shapes.ChangeReport,
                cancellation);
            return session.Show(reply, report => session.Screen.Line(report.Summary));
        });
        return verb;
    }
}
