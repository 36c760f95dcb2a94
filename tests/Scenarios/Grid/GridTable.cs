using System.Text;
using HostWall.Core.Addressing;

namespace HostWall.Scenarios.Grid;

/// <summary>Judgements of a cell side by side.</summary>
/// <param name="Kernel">Null where the kernel was not asked.</param>
public readonly record struct Judgement(Cell Cell, Answer Policy, Answer Rules, Answer? Kernel)
{
    public bool Agrees => Policy == Rules && (Kernel is null || Kernel == Policy);
}

/// <summary>
/// Judgements as a table for each port, senders down, receivers across, IPv4 before IPv6: <c>+</c> open, <c>.</c> silent, <c>x</c> rejected. A cell
/// about which the judges differ shows what each says, policy, rules, kernel, as <c>[+.+]</c>.
/// </summary>
public static class GridTable
{
    private const int Width = 19;

    public static string Of(IEnumerable<Judgement> judgements)
    {
        var byCell = judgements.ToDictionary(judgement => judgement.Cell);
        var text = new StringBuilder();
        foreach (var (protocol, port) in Cell.Ports.Where(at => byCell.Keys.Any(cell => (cell.Protocol, cell.Port) == at)))
        {
            text.Append($"{new PortMatch(protocol, PortRange.Single(port))}".PadRight(Width)).AppendJoin("", GridWorld.Names.Select(name => name.PadRight(Width))).AppendLine();
            foreach (var sender in GridWorld.Names)
            {
                text.Append(sender.PadRight(Width)).AppendJoin("", GridWorld.Names.Select(receiver => Both(byCell, sender, receiver, protocol, port).PadRight(Width))).AppendLine();
            }
        }

        return text.ToString();
    }

    private static string Both(Dictionary<Cell, Judgement> byCell, string sender, string receiver, Protocol protocol, ushort port)
        => string.Concat(Enum.GetValues<Family>().Select(family => byCell.TryGetValue(new Cell(sender, receiver, family, protocol, port), out var found) ? One(found) : " "));

    private static string One(Judgement judgement) => judgement.Agrees
        ? Sign(judgement.Policy)
        : $"[{Sign(judgement.Policy)}{Sign(judgement.Rules)}{(judgement.Kernel is { } kernel ? Sign(kernel) : "")}]";

    private static string Sign(Answer answer) => answer switch
    {
        Answer.Open => "+",
        Answer.Silent => ".",
        Answer.Rejected => "x",
    };
}
