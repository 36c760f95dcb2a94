using HostWall.Core.Addressing;
using HostWall.Core.Policy.Toml;
using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Reads <c>when</c> of a rule.</summary>
internal static class WindowReader
{
    /// <summary>Null where the key is not given or is no window.</summary>
    public static Window? Read(TableReader rule, string key)
    {
        if (rule.Table(key, "a table, as { days = [\"mon\"], from = \"08:00\", to = \"18:00\" }") is not { } table)
        {
            return null;
        }

        var reader = new TableReader(table, table.Span, $"\"{key}\"", rule.Findings);
        var days = DaysReader.Read(reader, "days");
        var (from, to) = (Time(reader, "from", mayBeMidnight: false), Time(reader, "to", mayBeMidnight: true));
        reader.Finish();
        return Check(reader, key, table) ? Whole(reader, table, days, from, to) : null;
    }

    private static bool Check(TableReader reader, string key, TomlNode.Table table)
    {
        var (from, to) = (reader.KeySpan("from"), reader.KeySpan("to"));
        if (from is null && to is null && reader.KeySpan("days") is null)
        {
            reader.Findings.Add(DiagnosticCodes.BadWindow, table.Span, $"\"{key}\" says neither days nor times: for always, leave it out");
            return false;
        }

        return (from is null) == (to is null) || !reader.Required(from is null ? "from" : "to");
    }

    private static Window? Whole(TableReader reader, TomlNode.Table table, Days? days, TimeSpan? from, TimeSpan? to)
    {
        if (from is not null && from == to)
        {
            reader.Findings.Add(DiagnosticCodes.BadWindow, table.Span, "the window ends when it begins: for whole days, leave \"from\" and \"to\" out");
            return null;
        }

        return days is null ? null : new Window(days.Value, from ?? TimeSpan.Zero, to ?? Window.WholeDay);
    }

    private static TimeSpan? Time(TableReader reader, string key, bool mayBeMidnight)
    {
        if (reader.Word(key) is not { } word)
        {
            return null;
        }

        switch (TimeOfDayParser.Parse(word.Text, mayBeMidnight))
        {
            case Parsed<TimeSpan>.Accepted accepted:
                return accepted.Value;
            case Parsed<TimeSpan>.Refused refused:
                reader.Findings.Add(DiagnosticCodes.BadTime, word.Span, Refusal.Of(word, refused.Reason, refused.Suggestion));
                break;
        }

        return null;
    }
}
