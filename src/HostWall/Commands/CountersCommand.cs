using System.Globalization;
using HostWall.Commands.Output;
using HostWall.Control;
using HostWall.Control.Messages;

namespace HostWall.Commands;

/// <summary>Packets and bytes per rule and per default.</summary>
internal static class CountersCommand
{
    public static Verb Create(CommonOptions common)
    {
        var verb = new Verb("counters", "Show packets and bytes per rule and per tier default, and when each last matched", "hostwall counters");
        verb.Runs(common, async (session, _, cancellation) =>
        {
            var reply = await session.Client.GetAsync("/v1/counters", ControlJson.Shapes.CountersReport, cancellation);
            return session.Show(reply, report => Print(session.Screen, report));
        });
        return verb;
    }

    private static void Print(Screen screen, CountersReport report)
    {
        if (report.Counters.IsEmpty)
        {
            screen.Line("no counter is in the kernel");
            return;
        }

        var isAnyNamed = report.Counters.Any(counter => (counter.Owner ?? counter.Ticket) is not null);
        string[] responsible = isAnyNamed ? ["owner", "ticket"] : [];
        var table = new TextTable(["what", "name", "action", "packets", "bytes", "last matched", "line", .. responsible]);
        foreach (var counter in report.Counters)
        {
            string[] named = isAnyNamed ? [counter.Owner ?? "", counter.Ticket ?? ""] : [];
            table.Row([
                counter.Kind switch
                {
                    "overLimit" => "over limit",
                    "ingressDefault" => "ingress default",
                    "egressDefault" => "egress default",
                    var kind => kind,
                },
                counter.Name,
                counter.Action ?? "-",
                counter.Packets.ToString(CultureInfo.InvariantCulture),
                counter.Bytes.ToString(CultureInfo.InvariantCulture),
                Times.Of(counter.LastMatched),
                counter.Origin ?? "-",
                .. named,
            ]);
        }

        screen.Table(table);
    }
}
