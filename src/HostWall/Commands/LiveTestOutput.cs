using System.Collections.Immutable;
using HostWall.Commands.Output;
using HostWall.Control.Messages;

namespace HostWall.Commands;

/// <summary>What real packets showed, for people.</summary>
internal static class LiveTestOutput
{
    public static void Print(Screen screen, ImmutableArray<ProbeResultMessage> probes)
    {
        if (probes.IsEmpty)
        {
            return; // without tests there is nothing to probe, and that has been said
        }

        screen.Line();
        var table = new TextTable("", "test", "from", "to", "port", "family", "policy says", "seen");
        foreach (var probe in probes)
        {
            table.Row(
                Mark(probe.Agrees),
                probe.Test,
                probe.From,
                probe.To,
                probe.Port,
                probe.Family ?? "",
                probe.Policy ?? "",
                probe.Seen ?? probe.Why);
        }

        screen.Table(table);
        foreach (var probe in probes.Where(probe => probe.Agrees == false))
        {
            screen.Message($"{probe.Origin}: {probe.From} -> {probe.To} {probe.Port} over {probe.Family}: the policy says {probe.Policy} by {probe.Why}, the packet {Words(probe.Seen)}");
        }

        screen.Line($"{probes.Count(probe => probe.Agrees == true)} agree, {probes.Count(probe => probe.Agrees == false)} differ, {probes.Count(probe => probe.Agrees is null)} not probed");
    }

    private static Cell Mark(bool? agrees) => agrees switch
    {
        true => new Cell("agrees", Tone.Good),
        false => new Cell("DIFFERS", Tone.Bad),
        null => new Cell("not probed", Tone.Warning),
    };

    private static string Words(string? seen) => seen == "passes" ? "gets through" : $"is {seen}";
}
