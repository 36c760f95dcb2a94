using HostWall.Commands.Output;
using HostWall.Control.Messages;

namespace HostWall.Commands;

/// <summary>What a change came to, in one line.</summary>
internal static class ChangeOutput
{
    public static void Print(Screen screen, ChangeReport report)
        => screen.Line(new Cell(report.Changed ? "done: " : "unchanged: ", Tone.Good), report.Version is { } version ? $"version {version.Number} is in force; {report.Summary}" : report.Summary);
}
