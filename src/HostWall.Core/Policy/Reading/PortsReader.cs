using HostWall.Core.Addressing;
using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Reads the lists of ports of rules and invariants, and <c>port</c> of a test. Lists come sorted and disjoint, and empty where the key is not given.</summary>
internal static class PortsReader
{
    /// <summary>Ports of the receiver, and whether those that it publishes are among them.</summary>
    public static (EquatableArray<PortMatch> Ports, bool Published) OfRule(TableReader reader, string key)
    {
        var words = reader.Words(key) ?? [];
        return (Flatten(words.Where(word => !IsPublished(word)).Select(word => One(word, reader.Findings))), words.Exists(IsPublished));
    }

    /// <summary>Ports of the host, which a client asks for before NAT.</summary>
    public static EquatableArray<PortMatch> OfHost(TableReader reader, string key)
        => Flatten((reader.Words(key) ?? []).Select(word => OneOfHost(word, reader.Findings)));

    public static EquatableArray<PortMatch> OfInvariant(TableReader reader, string key)
        => Flatten((reader.Words(key) ?? []).Select(word => IsPublished(word)
            ? Refuse(word, "an invariant is about every container, whatever it publishes; name the ports", suggestion: null, reader.Findings)
            : One(word, reader.Findings)));

    /// <summary>A single port of one protocol, a type of ICMP, or all of ICMP.</summary>
    public static PortMatch? OfTest(TableReader reader, string key)
    {
        if (reader.RequiredWord(key) is not { } word)
        {
            return null;
        }

        const string Reason = "a test asks about one port, as \"tcp/443\", or about \"icmp\"";
        return IsPublished(word) ? Refuse(word, Reason, suggestion: null, reader.Findings) : One(word, reader.Findings) switch
        {
            { Protocol: not Protocol.Icmp, Ports: var ports } when ports.First != ports.Last => Refuse(word, Reason, suggestion: null, reader.Findings),
            var match => match,
        };
    }

    private static EquatableArray<PortMatch> Flatten(IEnumerable<PortMatch?> ports) => PortMatchList.Flatten(ports.OfType<PortMatch>());

    private static bool IsPublished(Word word) => string.Equals(word.Text, "published", StringComparison.Ordinal);

    private static PortMatch? OneOfHost(Word word, Findings findings)
    {
        if (IsPublished(word))
        {
            return Refuse(word, "these are the host's ports, by number, as tcp/8443; \"published\" is for \"ports\"", suggestion: null, findings);
        }

        return One(word, findings) switch
        {
            { Protocol: Protocol.Icmp } => Refuse(word, "ICMP has no ports to publish", suggestion: null, findings),
            { } match when match.Ports == PortRange.All => Refuse(word, "a published port has a number", $"{match}/1-65535", findings),
            var match => match,
        };
    }

    private static PortMatch? One(Word word, Findings findings) => PortMatchParser.Parse(word.Text) switch
    {
        Parsed<PortMatch>.Accepted accepted => accepted.Value,
        Parsed<PortMatch>.Refused refused => Refuse(word, refused.Reason, refused.Suggestion ?? NearType(word.Text), findings),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string? NearType(string text)
    {
        const string Icmp = "icmp/";
        return text.StartsWith(Icmp, StringComparison.Ordinal) && NearNames.Nearest(text[Icmp.Length..], IcmpType.All.Select(type => type.Name)) is { } near
            ? Icmp + near
            : null;
    }

    private static PortMatch? Refuse(Word word, string reason, string? suggestion, Findings findings)
    {
        findings.Add(DiagnosticCodes.BadPort, word.Span, Refusal.Of(word, reason, suggestion));
        return null;
    }
}
