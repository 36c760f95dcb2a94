using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Reads <c>mode</c> of a rule.</summary>
internal static class AuditReader
{
    /// <summary>A rule can only be weaker than its policy: where the policy only watches, a single rule that decides would cut flows that those before it let pass.</summary>
    public static bool Read(TableReader reader, string key)
    {
        if (reader.Word(key) is not { } word)
        {
            return false;
        }

        if (string.Equals(word.Text, "audit", StringComparison.Ordinal))
        {
            return true;
        }

        reader.Findings.Add(
            DiagnosticCodes.UnknownValue,
            word.Span,
            $"{word} is no value of \"{key}\" of a rule, which is \"audit\"; a rule that is to decide says nothing{NearNames.DidYouMean(word.Text, ["audit"])}");
        return false;
    }
}
