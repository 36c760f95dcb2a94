using HostWall.Core.Text;
using Spectre.Console;

namespace HostWall.Commands.Output;

/// <summary>Rows under headings, aligned; no lines around.</summary>
internal sealed class TextTable(params string[] headings)
{
    private readonly List<Cell[]> _rows = [];

    public TextTable Row(params Cell[] cells)
    {
        _rows.Add(cells);
        return this;
    }

    internal Table Shape(Func<Tone, Style> style)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = headings.Any(heading => heading.Length > 0) };
        foreach (var heading in headings)
        {
            table.AddColumn(new TableColumn(new Spectre.Console.Text(heading, style(Tone.Heading))) { Padding = new Padding(0, 0, 2, 0) });
        }

        foreach (var row in _rows)
        {
            table.AddRow(row.Select(cell => new Spectre.Console.Text(VisibleText.Of(cell.Text, int.MaxValue), style(cell.Tone))));
        }

        return table;
    }
}
