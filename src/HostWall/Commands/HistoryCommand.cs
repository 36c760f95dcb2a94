using System.CommandLine;
using System.Globalization;
using HostWall.Commands.Output;
using HostWall.Control;
using HostWall.Control.Messages;

namespace HostWall.Commands;

/// <summary>The versions, newest first.</summary>
internal static class HistoryCommand
{
    public static Verb Create(CommonOptions common)
    {
        var verb = new Verb("history", "List the versions: who decided what, when and why, and what it changed in the policy", "hostwall history", "hostwall history --verify");
        var verify = new Option<bool>("--verify") { Description = "Read every version again and check that none was altered; exit code 1 if one was" };
        verb.Add(verify);
        verb.Runs(common, async (session, parsed, cancellation) =>
        {
            var path = parsed.GetValue(verify) ? "/v1/history?verify=true" : "/v1/history";
            var reply = await session.Client.GetAsync(path, ControlJson.Shapes.HistoryReport, cancellation);
            return session.Show(reply, history => Print(session.Screen, history), history => history is { Verified: true, Findings.IsEmpty: false } ? ExitCode.No : ExitCode.Done);
        });
        return verb;
    }

    private static void Print(Screen screen, HistoryReport history)
    {
        if (history.Versions.IsEmpty)
        {
            screen.Line("no version yet");
        }
        else
        {
            screen.Table(Table(history));
        }

        foreach (var finding in history.Findings)
        {
            screen.Line(new Cell($"version {finding.Version}: ", Tone.Bad), finding.Text);
        }

        if (history is { Verified: true, Findings.IsEmpty: true })
        {
            screen.Line(new Cell("every version is as it was stored", Tone.Good));
        }

        if (history is { InForce: not null, OnDisk: "differs" })
        {
            screen.Message("the policy on disk differs from the version in force; a restart keeps the version in force");
        }
    }

    private static TextTable Table(HistoryReport history)
    {
        var table = new TextTable("version", "time", "who", "from", "changed", "policy", "", "why");
        foreach (var version in history.Versions)
        {
            table.Row(
                version.Number.ToString(CultureInfo.InvariantCulture),
                Times.Of(version.Time),
                version.Who,
                version.From,
                version.Changed ?? "-",
                version.Policy[..Math.Min(12, version.Policy.Length)],
                version.Number == history.InForce ? new Cell("in force", Tone.Good) : "",
                version.Why);
        }

        return table;
    }
}
