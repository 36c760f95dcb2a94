using System.Diagnostics;
using HostWall.Core.Text;
using Tomlyn;
using Tomlyn.Syntax;

namespace HostWall.Core.Policy.Toml;

/// <summary>Builds the tree of a file without syntax errors and holds TOML's rules of what may be defined twice: nothing.</summary>
internal sealed class TomlTreeBuilder(LineTable lines, Findings findings)
{
    public TomlNode.Table Build(DocumentSyntax document)
    {
        var root = new TomlNode.Table(TableOrigin.Header, lines.Span(0, 0));
        Fill(root, document.KeyValues);
        foreach (var header in document.Tables)
        {
            Fill(Open(root, header), header.Items);
        }

        return root;
    }

    private TomlNode.Table Open(TomlNode.Table root, TableSyntaxBase header)
    {
        var path = Keys(header.Name);
        var table = new TomlNode.Table(TableOrigin.Header, SpanOf(header.Name));
        var parent = root;
        foreach (var key in path.AsSpan()[..^1])
        {
            var next = parent.Find(key.Name)?.Value;
            if (next is null)
            {
                next = new TomlNode.Table(TableOrigin.Passed, key.Span);
                parent.Add(new TomlNode.Entry(key.Name, key.Span, next));
            }

            if (Enterable(next) is not { } entered)
            {
                // Its keys are read into a table that nobody looks at: one fault, one message.
                Refuse(parent, key);
                return table;
            }

            parent = entered;
        }

        return header is TableArraySyntax ? Append(parent, path[^1], table) : Define(parent, path[^1], table);
    }

    private static TomlNode.Table? Enterable(TomlNode node) => node switch
    {
        TomlNode.Table { Origin: not TableOrigin.Inline } table => table,
        TomlNode.Array { OfTables: true, Items: [.., TomlNode.Table last] } => last,
        _ => null,
    };

    private TomlNode.Table Define(TomlNode.Table parent, Key key, TomlNode.Table table)
    {
        switch (parent.Find(key.Name)?.Value)
        {
            case null:
                parent.Add(new TomlNode.Entry(key.Name, key.Span, table));
                return table;
            case TomlNode.Table { Origin: TableOrigin.Passed } passed:
                passed.Origin = TableOrigin.Header;
                return passed;
            default:
                Refuse(parent, key);
                return table;
        }
    }

    private TomlNode.Table Append(TomlNode.Table parent, Key key, TomlNode.Table table)
    {
        switch (parent.Find(key.Name)?.Value)
        {
            case null:
                parent.Add(new TomlNode.Entry(key.Name, key.Span, new TomlNode.Array([table], ofTables: true, key.Span)));
                break;
            case TomlNode.Array { OfTables: true } array:
                array.Items.Add(table);
                break;
            default:
                Refuse(parent, key);
                break;
        }

        return table;
    }

    private void Fill(TomlNode.Table table, IEnumerable<KeyValueSyntax> items)
    {
        foreach (var item in items)
        {
            Put(table, Keys(item.Key), Value(item.Value));
        }
    }

    private void Put(TomlNode.Table table, EquatableArray<Key> path, TomlNode value)
    {
        foreach (var key in path.AsSpan()[..^1])
        {
            switch (table.Find(key.Name)?.Value)
            {
                case null:
                    var made = new TomlNode.Table(TableOrigin.Dotted, key.Span);
                    table.Add(new TomlNode.Entry(key.Name, key.Span, made));
                    table = made;
                    break;
                case TomlNode.Table { Origin: TableOrigin.Dotted } dotted:
                    table = dotted;
                    break;
                default:
                    Refuse(table, key);
                    return;
            }
        }

        if (table.Find(path[^1].Name) is null)
        {
            table.Add(new TomlNode.Entry(path[^1].Name, path[^1].Span, value));
        }
        else
        {
            Refuse(table, path[^1]);
        }
    }

    private TomlNode Value(ValueSyntax? value) => value switch
    {
        StringValueSyntax text => new TomlNode.Text(text.Value ?? string.Empty, SpanOf(text)),
        IntegerValueSyntax number => new TomlNode.Number(number.Value, SpanOf(number)),
        BooleanValueSyntax truth => new TomlNode.Truth(truth.Value, SpanOf(truth)),
        FloatValueSyntax number => new TomlNode.Other("a number with a fraction", SpanOf(number)),
        DateTimeValueSyntax time => Time(time.Value, SpanOf(time)),
        ArraySyntax array => new TomlNode.Array([.. array.Items.Select(item => Value(item.Value))], ofTables: false, SpanOf(array)),
        InlineTableSyntax inline => Inline(inline),
        _ => throw new UnreachableException("a value without syntax errors is of a kind that TOML has"),
    };

    private static TomlNode Time(TomlDateTime time, TextSpan span) => time.Kind switch
    {
        TomlDateTimeKind.OffsetDateTimeByZ or TomlDateTimeKind.OffsetDateTimeByNumber => new TomlNode.Moment(time.DateTime, span),
        // What the parser gives a local time for an offset is the machine's.
        TomlDateTimeKind.LocalDateTime => new TomlNode.Local("a date and time without an offset", new DateTimeOffset(time.DateTime.DateTime, TimeSpan.Zero), span),
        TomlDateTimeKind.LocalDate => new TomlNode.Local("a date", new DateTimeOffset(time.DateTime.Date, TimeSpan.Zero), span),
        TomlDateTimeKind.LocalTime => new TomlNode.Local("a time", null, span),
        _ => throw new UnreachableException("TOML has four kinds of dates and times"),
    };

    private TomlNode.Table Inline(InlineTableSyntax inline)
    {
        var table = new TomlNode.Table(TableOrigin.Inline, SpanOf(inline));
        Fill(table, inline.Items.Select(item => item.KeyValue).OfType<KeyValueSyntax>());
        return table;
    }

    private void Refuse(TomlNode.Table table, Key key)
    {
        var first = table.Find(key.Name)?.KeySpan;
        findings.Add(DiagnosticCodes.DuplicateKey, key.Span, $"\"{VisibleText.Of(key.Name)}\" is defined already, at {first}");
    }

    private EquatableArray<Key> Keys(KeySyntax? path)
    {
        IEnumerable<BareKeyOrStringValueSyntax?> parts = [path?.Key, .. path?.DotKeys.Select(dotted => dotted.Key) ?? []];
        return parts.OfType<BareKeyOrStringValueSyntax>().Select(part => new Key(NameOf(part), SpanOf(part))).ToEquatableArray();
    }

    private static string NameOf(BareKeyOrStringValueSyntax part) => part switch
    {
        BareKeySyntax bare => bare.Key?.Text ?? string.Empty,
        StringValueSyntax quoted => quoted.Value ?? string.Empty,
        _ => throw new UnreachableException("a key is bare or quoted"),
    };

    private TextSpan SpanOf(SyntaxNodeBase? node)
        => node is null ? lines.Span(0, 0) : lines.Span(node.Span.Start.Offset, node.Span.End.Offset + 1);

    private readonly record struct Key(string Name, TextSpan Span);
}
