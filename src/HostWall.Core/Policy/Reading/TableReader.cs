using System.Globalization;
using HostWall.Core.Policy.Toml;
using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>
/// Takes a table's keys one by one. Whatever was not asked for by <see cref="Finish"/> is unknown; whatever has the wrong type
/// is reported and counts as not given.
/// </summary>
/// <param name="span">Where messages about what the table lacks point: its header.</param>
/// <param name="what">What messages call the table, as <c>a rule</c>.</param>
internal sealed class TableReader(TomlNode.Table table, TextSpan span, string what, Findings findings)
{
    private readonly List<string> _asked = [];

    /// <summary>The line of the header.</summary>
    public Origin Origin => new(span.Path, span.Line);

    public Findings Findings => findings;

    /// <summary>The value as it stands, of whatever type.</summary>
    public TomlNode? Node(string key)
    {
        _asked.Add(key);
        return table.Find(key)?.Value;
    }

    public Word? Word(string key) => Take<TomlNode.Text>(key, "a string") is { } text ? new Word(text.Value, text.Span) : null;

    public Word? RequiredWord(string key) => Required(key) ? Word(key) : null;

    public TomlNode.Number? Number(string key) => Take<TomlNode.Number>(key, "a number");

    public bool? Truth(string key) => Take<TomlNode.Truth>(key, "true or false")?.Value;

    /// <param name="expected">What messages ask for.</param>
    public TomlNode.Table? Table(string key, string expected = "a table") => Take<TomlNode.Table>(key, expected);

    /// <summary>A whole number within bounds, both included.</summary>
    public uint? Count(string key, uint least, uint most)
    {
        if (Number(key) is not { } number)
        {
            return null;
        }

        if (number.Value >= least && number.Value <= most)
        {
            return (uint)number.Value;
        }

        findings.Add(DiagnosticCodes.OutOfRange, number.Span, string.Create(CultureInfo.InvariantCulture, $"\"{key}\" is {least} to {most:N0}, not {number.Value}"));
        return null;
    }

    /// <summary>Where a key stands that is given; null where it is not.</summary>
    public TextSpan? KeySpan(string key) => table.Find(key)?.KeySpan;

    /// <summary>One of a few texts.</summary>
    public T? Choice<T>(string key, params ReadOnlySpan<(string Text, T Value)> choices)
        where T : struct
    {
        if (Word(key) is not { } word)
        {
            return null;
        }

        foreach (var choice in choices)
        {
            if (string.Equals(choice.Text, word.Text, StringComparison.Ordinal))
            {
                return choice.Value;
            }
        }

        var texts = choices.ToArray().Select(choice => choice.Text).ToList();
        findings.Add(
            DiagnosticCodes.UnknownValue,
            word.Span,
            $"{word} is no value of \"{key}\", which is {string.Join(" or ", texts.Select(text => $"\"{text}\""))}{NearNames.DidYouMean(word.Text, texts)}");
        return null;
    }

    /// <summary>A string, or a list of at least one (or none, with <paramref name="mayBeEmpty"/>), each once; null where the key is not given or is no such thing.</summary>
    public List<Word>? Words(string key, bool mayBeEmpty = false)
    {
        if (Node(key) is { } node and not (TomlNode.Text or TomlNode.Array))
        {
            ReportType(key, node, "a string or a list of strings");
            return null;
        }

        return Items(key, mayBeEmpty) is { } items ? Distinct(key, items.Select(item => ItemWord(key, item)).OfType<Word>()) : null;
    }

    /// <summary>The items of a list of at least one (or none, with <paramref name="mayBeEmpty"/>), or the one value that stands where a list could; null where the key is not given.</summary>
    public List<TomlNode>? Items(string key, bool mayBeEmpty = false)
    {
        var node = Node(key);
        if (node is TomlNode.Array { Items: [] } && !mayBeEmpty)
        {
            findings.Add(DiagnosticCodes.EmptyList, node.Span, $"\"{key}\" is an empty list");
            return null;
        }

        return node switch
        {
            null => null,
            TomlNode.Array array => array.Items,
            _ => [node],
        };
    }

    /// <summary>The tables of <c>[[key]]</c>.</summary>
    public IEnumerable<TomlNode.Table> Tables(string key)
    {
        var node = Node(key);
        if (node is TomlNode.Array array && array.Items.TrueForAll(item => item is TomlNode.Table))
        {
            return array.Items.OfType<TomlNode.Table>();
        }

        if (node is not null)
        {
            ReportType(key, node, $"tables, each under [[{key}]]");
        }

        return [];
    }

    /// <summary>Every table in <c>[key.…]</c> with its name.</summary>
    public IEnumerable<(Word Name, TomlNode.Table Table)> NamedTables(string key)
    {
        foreach (var entry in Table(key)?.Entries ?? [])
        {
            if (entry.Value is TomlNode.Table named)
            {
                yield return (new Word(entry.Key, entry.KeySpan), named);
            }
            else
            {
                ReportType(entry.Key, entry.Value, $"a table, [{key}.{VisibleText.Of(entry.Key)}]");
            }
        }
    }

    /// <summary>Whether the key is given; if not, that is reported.</summary>
    public bool Required(string key)
    {
        _asked.Add(key);
        if (table.Find(key) is not null)
        {
            return true;
        }

        findings.Add(DiagnosticCodes.MissingKey, span, $"{what} needs \"{key}\"");
        return false;
    }

    /// <summary>Refuses a key by name that the language has and this version does not.</summary>
    public void NotYet(string key) => Forbid(key, DiagnosticCodes.NotSupportedYet, $"`{key}` is not supported yet");

    /// <summary>Reports a key that is given though the table may not have it.</summary>
    public void Forbid(string key, DiagnosticCode code, string message)
    {
        _asked.Add(key);
        if (table.Find(key) is { } entry)
        {
            findings.Add(code, entry.KeySpan, message);
        }
    }

    /// <summary>Reports every key that nothing has asked for.</summary>
    public void Finish()
    {
        foreach (var entry in table.Entries.Where(entry => !_asked.Contains(entry.Key, StringComparer.Ordinal)))
        {
            findings.Add(
                DiagnosticCodes.UnknownKey,
                entry.KeySpan,
                $"unknown key \"{VisibleText.Of(entry.Key)}\" in {what}{NearNames.DidYouMean(entry.Key, _asked)}");
        }
    }

    /// <summary>Reports a value of another type than the key takes.</summary>
    public void ReportType(string key, TomlNode node, string expected)
        => findings.Add(DiagnosticCodes.WrongType, node.Span, $"\"{VisibleText.Of(key)}\" must be {expected}, not {node.Kind}");

    private T? Take<T>(string key, string expected)
        where T : TomlNode
    {
        var node = Node(key);
        if (node is not (null or T))
        {
            ReportType(key, node, expected);
        }

        return node as T;
    }

    private List<Word> Distinct(string key, IEnumerable<Word> words)
    {
        var seen = new Dictionary<string, Word>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            if (!seen.TryAdd(word.Text, word))
            {
                findings.Add(DiagnosticCodes.DuplicateItem, word.Span, $"{word} is in \"{key}\" twice");
            }
        }

        return [.. seen.Values];
    }

    private Word? ItemWord(string key, TomlNode item)
    {
        if (item is TomlNode.Text text)
        {
            return new Word(text.Value, text.Span);
        }

        ReportType(key, item, "a list of strings");
        return null;
    }
}
