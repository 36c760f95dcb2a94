using HostWall.Commands.Output;
using HostWall.Control;
using HostWall.Control.Messages;

namespace HostWall.Commands;

/// <summary>Tiers by tiers: which ports are open.</summary>
internal static class MatrixCommand
{
    public static Verb Create(CommonOptions common)
    {
        var verb = new Verb("matrix", "Show tiers by tiers (and host, world, groups): which ports are open", "hostwall matrix");
        verb.Runs(common, async (session, _, cancellation) =>
        {
            var reply = await session.Client.GetAsync("/v1/matrix", ControlJson.Shapes.MatrixReport, cancellation);
            return session.Show(reply, matrix => Print(session.Screen, matrix));
        });
        return verb;
    }

    private static void Print(Screen screen, MatrixReport matrix)
    {
        if (matrix.Mode == "audit")
        {
            screen.Message("mode is audit: what is closed here is counted and logged, and passes");
        }

        var cells = matrix.Cells.ToDictionary(cell => (cell.From, cell.To), cell => cell.Open);
        var table = new TextTable(["from \\ to", .. matrix.Names]);
        foreach (var from in matrix.Names)
        {
            table.Row([from, .. matrix.Names.Select(to => Shown(cells.GetValueOrDefault((from, to))))]);
        }

        screen.Table(table);
    }

    private static Cell Shown(string? open) => open switch
    {
        null => new Cell("·", Tone.Faint), // not HostWall's: neither side is a tier
        "none" => new Cell("-", Tone.Faint),
        _ => new Cell(open, Tone.Good),
    };
}
