using HostWall.Core.Addressing;
using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Reads <c>ports</c> of a rule and <c>port</c> of a test.</summary>
internal static class PortsReader
{
    /// <summary>Sorted and disjoint; empty where the key is not given.</summary>
    public static EquatableArray<PortMatch> Many(TableReader reader, string key)
    {
        var words = reader.Words(key) ?? [];
        return PortMatchList.Flatten(words.Select(word => One(word, reader.Findings)).OfType<PortMatch>());
    }

    /// <summary>A single port of one protocol, or ICMP.</summary>
    public static PortMatch? Single(TableReader reader, string key)
    {
        if (reader.RequiredWord(key) is not { } word || One(word, reader.Findings) is not { } match)
        {
            return null;
        }

        if (match.Protocol != Protocol.Icmp && match.Ports.First != match.Ports.Last)
        {
            reader.Findings.Add(DiagnosticCodes.BadPort, word.Span, $"{word}: a test asks about one port, as \"tcp/443\", or about \"icmp\"");
            return null;
        }

        return match;
    }

    private static PortMatch? One(Word word, Findings findings)
    {
        if (string.Equals(word.Text, "published", StringComparison.Ordinal))
        {
            findings.Add(DiagnosticCodes.NotSupportedYet, word.Span, "`published` is not supported yet");
            return null;
        }

        if (word.Text.StartsWith("icmp/", StringComparison.Ordinal))
        {
            findings.Add(DiagnosticCodes.NotSupportedYet, word.Span, $"`{VisibleText.Of(word.Text)}` is not supported yet: types of ICMP; \"icmp\" stands for all of them");
            return null;
        }

        switch (PortMatchParser.Parse(word.Text))
        {
            case Parsed<PortMatch>.Accepted accepted:
                return accepted.Value;
            case Parsed<PortMatch>.Refused refused:
                findings.Add(DiagnosticCodes.BadPort, word.Span, Refusal.Of(word, refused.Reason, refused.Suggestion));
                break;
        }

        return null;
    }
}
