using System.Text;
using CsCheck;

namespace HostWall.Tests.Policy.Fuzz;

/// <summary>Makes texts that are nearly policies.</summary>
internal static class Mutation
{
    private static readonly string[] Tokens =
    [
        "\"", "'", "[", "]", "[[", "]]", "{", "}", "=", ".", ",", "\n", "\r", "\r\n", "\t", "#", "\\", "\"\"\"", "'''", "\0", "\uD800", "\uDC00", "\u202E", "\u2028", "\uFEFF", "é", "0", "-", "-1", "+", "1e9", "true", "inf", "nan",
        "\\u", "\\x", "\\u0000", "\\uD800", "\\UFFFFFFFF", "2027-01-01", "2027-02-30", "2027-01-01T00:00:00Z", "2027-02-30T00:00:00Z", "T24:00:00+99:99", "{}", "[]", "\"\"", "any", "unlabelled", "\"any\"", "\"published\"", "a.b.c",
        "name", "from", "to", "select", "claim", "ports", "per", "icmp/", "/second", "24:00", "name = \"public-web\"\n", "schema = 1\n", "[settings]\n", "[tiers.web]\n", "[tiers.unlabelled]\n", "[[rules]]\n", "[[tests]]\n",
    ];

    private static readonly Gen<string> Seed = Gen.Frequency((1, Gen.Const(Corpus.Right[0])), (4, Gen.OneOf([.. Corpus.Right])), (2, Gen.OneOf([.. Corpus.Faulty])), (1, Gen.OneOf([.. Corpus.Nasty])));

    /// <summary>A seed with a few changes, or two seeds spliced, or no policy at all.</summary>
    public static Gen<string> Any { get; } = Gen.Frequency(
        (6, Changed(Seed)),
        (2, Changed(Gen.Select(Seed, Seed, Gen.Double[0, 1], Gen.Double[0, 1], (one, other, end, start) => one[..(int)(end * one.Length)] + other[(int)(start * other.Length)..]))),
        (1, Gen.OneOf(Tokens).Array[0, 40].Select(string.Concat)),
        (1, Gen.String));

    private static Gen<string> Changed(Gen<string> of) => Gen.Select(of, Change.Array[0, 6], (text, changes) => changes.Aggregate(text, (changed, change) => change(changed)));

    private static Gen<Func<string, string>> Change => Gen.OneOf(
        Gen.Select(Gen.Double[0, 1], Gen.Byte, (place, value) => (Func<string, string>)(text => WithByte(text, place, value))),
        Gen.Select(Gen.Double[0, 1], Gen.Int[1, 20], (place, length) => (Func<string, string>)(text => text.Remove(At(text, place), Math.Min(length, text.Length - At(text, place))))),
        Gen.Select(Gen.Double[0, 1], Gen.OneOf(Tokens), (place, token) => (Func<string, string>)(text => text.Insert(At(text, place), token))),
        Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1], Gen.Int[1, 200], (from, to, length) => (Func<string, string>)(text => text.Insert(At(text, to), text.Substring(At(text, from), Math.Min(length, text.Length - At(text, from)))))),
        Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1], (one, other) => (Func<string, string>)(text => LinesChanged(text, one, other))),
        Gen.Double[0, 1].Select(place => (Func<string, string>)(text => text[..At(text, place)])));

    private static int At(string text, double place) => (int)(place * text.Length);

    /// <summary>What is no UTF-8 any more becomes replacement characters, as it does where files are read.</summary>
    private static string WithByte(string text, double place, byte value)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length > 0)
        {
            bytes[Math.Min(bytes.Length - 1, (int)(place * bytes.Length))] = value;
        }

        return Encoding.UTF8.GetString(bytes);
    }

    private static string LinesChanged(string text, double one, double other)
    {
        var lines = text.Split('\n');
        var (a, b) = (Math.Min(lines.Length - 1, (int)(one * lines.Length)), Math.Min(lines.Length - 1, (int)(other * lines.Length)));
        (lines[a], lines[b]) = (lines[b], lines[a]);
        return string.Join('\n', lines);
    }
}
