using HostWall.Core.Text;

namespace HostWall.Core.Policy.Toml;

/// <summary>A value of a TOML file with its place in it.</summary>
internal abstract class TomlNode
{
    private TomlNode(TextSpan span) => Span = span;

    public TextSpan Span { get; }

    /// <summary>What messages call it, as <c>a list</c>.</summary>
    public abstract string Kind { get; }

    public sealed class Text(string value, TextSpan span) : TomlNode(span)
    {
        public string Value => value;

        public override string Kind => "a string";
    }

    public sealed class Number(long value, TextSpan span) : TomlNode(span)
    {
        public long Value => value;

        public override string Kind => "a number";
    }

    public sealed class Truth(bool value, TextSpan span) : TomlNode(span)
    {
        public bool Value => value;

        public override string Kind => "true or false";
    }

    /// <summary>A moment: a date and a time with its offset from UTC.</summary>
    public sealed class Moment(DateTimeOffset value, TextSpan span) : TomlNode(span)
    {
        public DateTimeOffset Value => value;

        public override string Kind => "a date and time";
    }

    /// <summary>A date or time of no particular place: no key takes one.</summary>
    /// <param name="asUtc">The moment that was probably meant; null for a time without a day.</param>
    public sealed class Local(string kind, DateTimeOffset? asUtc, TextSpan span) : TomlNode(span)
    {
        public DateTimeOffset? AsUtc => asUtc;

        public override string Kind => kind;
    }

    /// <summary>A float: no key takes one.</summary>
    public sealed class Other(string kind, TextSpan span) : TomlNode(span)
    {
        public override string Kind => kind;
    }

    /// <param name="ofTables">Built by <c>[[…]]</c> headers.</param>
    public sealed class Array(List<TomlNode> items, bool ofTables, TextSpan span) : TomlNode(span)
    {
        public List<TomlNode> Items => items;

        public bool OfTables => ofTables;

        public override string Kind => "a list";
    }

    public sealed class Table(TableOrigin origin, TextSpan span) : TomlNode(span)
    {
        private readonly Dictionary<string, Entry> _byKey = new(StringComparer.Ordinal);

        /// <summary>In the order of their first mention.</summary>
        public List<Entry> Entries { get; } = [];

        public TableOrigin Origin { get; set; } = origin;

        public override string Kind => "a table";

        public Entry? Find(string key) => _byKey.GetValueOrDefault(key);

        public void Add(Entry entry)
        {
            _byKey.Add(entry.Key, entry);
            Entries.Add(entry);
        }
    }

    /// <summary>A key, where it stands, and what it was given.</summary>
    public sealed record Entry(string Key, TextSpan KeySpan, TomlNode Value);
}

/// <summary>How a table came to be: TOML's rules of what may add to it hang on that.</summary>
internal enum TableOrigin
{
    /// <summary>Only named on the way to another, as <c>a</c> by <c>[a.b]</c>.</summary>
    Passed,

    /// <summary>Has its own header.</summary>
    Header,

    /// <summary>Made by a dotted key.</summary>
    Dotted,

    Inline,
}
