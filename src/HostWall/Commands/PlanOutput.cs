using HostWall.Commands.Output;
using HostWall.Control.Messages;

namespace HostWall.Commands;

/// <summary>A plan for people: the meaning first, then the text.</summary>
internal static class PlanOutput
{
    private const string Nothing = "none"; // as the daemon writes an empty space of ports

    public static void Print(Screen screen, PlanReport plan)
    {
        if (!plan.TestsPass)
        {
            screen.Line(new Cell("apply would refuse this policy: its own tests or invariants fail", Tone.Bad));
            TestOutput.PrintFailed(screen, plan.Tests, plan.Invariants);
        }

        if (!plan.Changed)
        {
            screen.Line("nothing would change: this policy is in force");
            return;
        }

        if (plan.Mode is { } mode)
        {
            screen.Line(new Cell($"mode: {mode.From ?? "none"} -> {mode.To}", mode.To == "audit" ? Tone.Warning : Tone.Heading));
        }

        PrintReach(screen, plan);
        PrintContainers(screen, plan);
        screen.Line();
        screen.Line(CutFlows(plan.CutFlows));
        if (plan.Rules.Length == 0)
        {
            screen.Line("the rule set stays the same");
        }
        else
        {
            screen.Diff(plan.Rules);
        }
    }

    private static Cell CutFlows(int? count) => count switch
    {
        null => new Cell("how many open flows would be cut is not known: the kernel does not list them", Tone.Warning),
        0 => "no open flow would be cut",
        1 => new Cell("1 open flow would be cut", Tone.Warning),
        { } many => new Cell($"{many} open flows would be cut", Tone.Warning),
    };

    private static void PrintReach(Screen screen, PlanReport plan)
    {
        screen.Line();
        if (plan.Reach.IsEmpty)
        {
            screen.Line("no tier gains or loses reach");
            return;
        }

        var table = new TextTable("from", "to", "gains", "loses");
        foreach (var change in plan.Reach)
        {
            table.Row(change.From, change.To, Gains(change.Gained), Loses(change.Lost));
        }

        screen.Table(table);
    }

    private static void PrintContainers(Screen screen, PlanReport plan)
    {
        screen.Line();
        if (plan.Containers.IsEmpty)
        {
            screen.Line("no running container is affected");
            return;
        }

        var table = new TextTable("container", "tier", "from", "to", "gains", "loses");
        foreach (var container in plan.Containers)
        {
            Add(table, container, first: plan.Mode is { From: null });
        }

        screen.Table(table);
    }

    /// <summary>What a container shares with its tier has been said already: only one that changes its tier is set out in full.</summary>
    private static void Add(TextTable table, ContainerChangeMessage container, bool first)
    {
        if (first || container.From == container.To || container.Reach.IsEmpty)
        {
            Cell tier = first || container.From == container.To ? container.To : new Cell($"{container.From} -> {container.To}", Tone.Warning);
            table.Row(container.Name, tier, container.Reach.IsEmpty ? "" : "as its tier", "", "", "");
            return;
        }

        for (var i = 0; i < container.Reach.Length; i++)
        {
            var change = container.Reach[i];
            table.Row(
                i == 0 ? container.Name : "",
                i == 0 ? new Cell($"{container.From} -> {container.To}", Tone.Warning) : "",
                change.From,
                change.To,
                Gains(change.Gained),
                Loses(change.Lost));
        }
    }

    private static Cell Gains(string ports) => ports == Nothing ? "" : new Cell(ports, Tone.Good);

    private static Cell Loses(string ports) => ports == Nothing ? "" : new Cell(ports, Tone.Bad);
}
