using HostWall.Core.Addressing;
using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Reads <c>interfaces</c> of a group.</summary>
internal static class InterfacesReader
{
    /// <summary>Sorted; empty where the key is not given.</summary>
    public static EquatableArray<string> Read(TableReader reader, string key)
    {
        var words = reader.Words(key) ?? [];
        foreach (var word in words.Where(word => !LinkName.IsExpressible(word.Text)))
        {
            var reason = word.Text.Contains('*', StringComparison.Ordinal) || word.Text.Contains('?', StringComparison.Ordinal)
                ? "an interface has no wildcards; name each of them"
                : "the name of an interface is at most 15 of letters, digits, \"-\", \"_\" and \".\"";
            reader.Findings.Add(DiagnosticCodes.BadInterface, word.Span, Refusal.Of(word, reason, suggestion: null));
        }

        return words.Select(word => word.Text).Order(StringComparer.Ordinal).ToEquatableArray();
    }
}
