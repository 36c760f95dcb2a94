using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Reads <c>same</c> of a rule.</summary>
internal static class SameReader
{
    private const string Label = "label:";

    private static readonly SameKey[] Named = [new SameKey.Project(), new SameKey.Network()];

    public static EquatableArray<SameKey> Read(TableReader reader, string key)
        => (reader.Words(key) ?? []).Select(word => One(word, reader.Findings)).OfType<SameKey>().ToEquatableArray();

    private static SameKey? One(Word word, Findings findings)
    {
        if (word.Text.StartsWith(Label, StringComparison.Ordinal) && PlainText.IsLine(word.Text[Label.Length..]))
        {
            return new SameKey.Label(word.Text[Label.Length..]);
        }

        var named = Array.Find(Named, same => string.Equals(same.Name, word.Text, StringComparison.Ordinal));
        if (named is null)
        {
            findings.Add(
                DiagnosticCodes.UnknownValue,
                word.Span,
                $"{word} is nothing that both ends can have in common: that is \"project\", \"network\", or a label, as \"label:env\"{NearNames.DidYouMean(word.Text, Named.Select(same => same.Name))}");
        }

        return named;
    }
}
