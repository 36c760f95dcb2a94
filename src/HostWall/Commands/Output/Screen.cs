using HostWall.Core.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace HostWall.Commands.Output;

/// <summary>What a text is to its reader; a terminal shows it as a colour.</summary>
internal enum Tone
{
    Plain,
    Heading,
    Good,
    Bad,
    Warning,
    Faint,
}

/// <summary>A text that may be anybody's. It is shown as it is, never as markup, and what a terminal would obey is made visible.</summary>
internal readonly record struct Cell(string Text, Tone Tone = Tone.Plain)
{
    public static implicit operator Cell(string text) => new(text);
}

/// <summary>Where a command prints: data for people on one side, messages on the other.</summary>
/// <param name="colour">Only on a terminal.</param>
/// <param name="width">Of the terminal; null to never break a line.</param>
internal sealed class Screen(TextWriter output, TextWriter error, bool colour, int? width)
{
    /// <summary>Wide enough for every line; Spectre reserves nothing for it.</summary>
    private const int Unbroken = 1_000_000;

    /// <summary>A machine's document, untouched.</summary>
    public void Document(string json) => output.Write(json);

    /// <summary>A text of many lines, as a policy. A pipe gets it to the letter; on a terminal nothing in it is obeyed.</summary>
    public void Text(string text) => output.Write(width is null ? text : Lines(text));

    public void Line(params ReadOnlySpan<Cell> cells)
    {
        var line = new Paragraph();
        foreach (var cell in cells)
        {
            line.Append(VisibleText.Of(cell.Text, int.MaxValue), StyleOf(cell.Tone));
        }

        Write(line);
    }

    public void Table(TextTable table) => Write(table.Shape(StyleOf));

    /// <summary>For whoever watches; not part of the answer.</summary>
    public void Message(string text) => error.WriteLine(Lines(text));

    /// <summary>Messages that end their lines themselves.</summary>
    public void MessageBlock(string text) => error.Write(Lines(text));

    /// <summary>A unified diff: for <c>patch</c> in a pipe, added and removed lines apart on a terminal.</summary>
    public void Diff(string diff)
    {
        if (width is null)
        {
            output.Write(diff);
            return;
        }

        foreach (var line in diff.TrimEnd('\n').Split('\n'))
        {
            Line(new Cell(line.Replace("\t", "        ", StringComparison.Ordinal), line switch
            {
                ['+', '+', '+', ..] or ['-', '-', '-', ..] => Tone.Heading,
                ['@', ..] => Tone.Faint,
                ['+', ..] => Tone.Good,
                ['-', ..] => Tone.Bad,
                _ => Tone.Plain,
            }));
        }
    }

    /// <summary>Spectre fills the last column up; nobody wants the blanks in a pipe.</summary>
    private void Write(IRenderable shape)
    {
        using var drawn = new StringWriter { NewLine = "\n" };
        Console(drawn, colour, width).Write(shape);
        foreach (var line in drawn.ToString().TrimEnd('\n').Split('\n'))
        {
            output.Write(line.TrimEnd());
            output.Write('\n');
        }
    }

    /// <summary>Line ends and tabs stay.</summary>
    private static string Lines(string text)
        => string.Join('\n', text.Split('\n').Select(line => string.Join('\t', line.Split('\t').Select(part => VisibleText.Of(part, int.MaxValue)))));

    private static IAnsiConsole Console(TextWriter writer, bool colour, int? width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width ?? Unbroken;
        return console;
    }

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Plain => Style.Plain,
        Tone.Heading => new Style(decoration: Decoration.Bold),
        Tone.Good => new Style(Color.Green),
        Tone.Bad => new Style(Color.Red),
        Tone.Warning => new Style(Color.Yellow),
        Tone.Faint => new Style(decoration: Decoration.Dim),
    };
}
