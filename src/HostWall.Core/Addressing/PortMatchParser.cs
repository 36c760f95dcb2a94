using System.Globalization;

namespace HostWall.Core.Addressing;

/// <summary>Reads a protocol with a port, a range of ports or none: <c>tcp/80</c>, <c>udp/5000-5100</c>, <c>sctp</c>, <c>icmp</c>; or a type of ICMP, <c>icmp/echo-request</c>.</summary>
public static class PortMatchParser
{
    public static Parsed<PortMatch> Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var name = slash < 0 ? text : text[..slash];
        if (ProtocolOf(name) is not { } protocol)
        {
            return new Parsed<PortMatch>.Refused("a port is written as tcp/80: the protocol (tcp, udp, sctp or icmp), a slash, the number", LoosePort.Suggest(text));
        }

        if (slash < 0)
        {
            return new Parsed<PortMatch>.Accepted(new PortMatch(protocol, PortRange.All));
        }

        return protocol == Protocol.Icmp ? WithType(text[(slash + 1)..]) : WithPorts(protocol, text[(slash + 1)..]);
    }

    internal static Protocol? ProtocolOf(string name) => name switch
    {
        "tcp" => Protocol.Tcp,
        "udp" => Protocol.Udp,
        "sctp" => Protocol.Sctp,
        "icmp" => Protocol.Icmp,
        _ => null,
    };

    private static Parsed<PortMatch> WithType(string name) => IcmpType.Find(name) is { } type
        ? new Parsed<PortMatch>.Accepted(new PortMatch(Protocol.Icmp, PortRange.Single(type.Ordinal)))
        : new Parsed<PortMatch>.Refused("a type of ICMP has nft's name, as icmp/echo-request", LooseIcmp.Suggest(name));

    private static Parsed<PortMatch> WithPorts(Protocol protocol, string ports)
    {
        var ends = ports.Split('-');
        if (ends.Length > 2 || Number(ends[0]) is not { } first || Number(ends[^1]) is not { } last)
        {
            return new Parsed<PortMatch>.Refused(
                "a port is a number from 1 to 65535, or a range of two, as 5000-5100",
                string.Equals(ports, "*", StringComparison.Ordinal) ? new PortMatch(protocol, PortRange.All).ToString() : null);
        }

        if (first == 0)
        {
            return new Parsed<PortMatch>.Refused("there is no port 0", last == 0 ? null : new PortMatch(protocol, new PortRange(1, last)).ToString());
        }

        if (first > last)
        {
            return new Parsed<PortMatch>.Refused("the range ends before it begins", new PortMatch(protocol, new PortRange(last == 0 ? (ushort)1 : last, first)).ToString());
        }

        var match = new PortMatch(protocol, new PortRange(first, last));
        return string.Equals(match.Ports.ToString(), ports, StringComparison.Ordinal)
            ? new Parsed<PortMatch>.Accepted(match)
            : new Parsed<PortMatch>.Refused("not the canonical spelling", match.ToString());
    }

    private static ushort? Number(string text)
        => text.Length <= 8 && ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
