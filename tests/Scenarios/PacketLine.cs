using System.Globalization;
using HostWall.Core.Addressing;
using HostWall.Core.Policy;

namespace HostWall.Scenarios;

/// <summary>
/// One line of a scenario's <c>packets.txt</c>: <c>web-1 -> db-1 tcp/5432 new : accept  # rule web-to-db</c>. Empty lines and lines that begin
/// with <c>#</c> are skipped.
/// <list type="bullet">
/// <item>It holds for both address families unless it begins with <c>v4</c> or <c>v6</c>.</item>
/// <item>
/// An end is a container's name, <c>host</c>, <c>world</c>, an address, or <c>address@network</c> for one on a Docker network that no container is
/// known by.
/// </item>
/// <item>The port is the container's own, after NAT: <c>tcp/80</c>, <c>udp/53</c>, <c>sctp/9</c>, <c>icmp/echo-request</c>; <c>icmp</c> is a type without a name.</item>
/// <item>
/// Then the conntrack state, <c>new</c> if left out; or how a new flow comes by the host's port that publishes the container's: <c>served</c>, taken
/// in by a process of the host as docker-proxy does, or <c>translated</c>, sent on by destination NAT. Where several ports of the host publish it, the
/// one that is called stands behind, as <c>translated:8443</c>.
/// </item>
/// <item>
/// Verdicts are <c>accept</c>, <c>drop</c>, <c>reject</c>, and <c>would-drop</c>, <c>would-reject</c> for what audit mode lets pass.
/// </item>
/// <item>Behind the <c>#</c> stands what decides: <c>rule NAME</c>, <c>ingress of TIER</c>, <c>egress of TIER</c>, <c>defaults</c>, <c>state</c>, <c>not ours</c>.</item>
/// </list>
/// </summary>
/// <param name="Only">Null for both families.</param>
/// <param name="Way">How it gets to the container's port.</param>
/// <param name="HostPort">The published port that is called; null for the first.</param>
/// <param name="Action">What the policy decides.</param>
/// <param name="Enforced">False where audit mode lets it pass all the same.</param>
public sealed record PacketLine(
    int Number,
    Family? Only,
    string From,
    string To,
    Protocol Protocol,
    ushort Port,
    ConntrackStates State,
    PacketWay Way,
    ushort? HostPort,
    RuleAction Action,
    bool Enforced,
    string Reason)
{
    /// <summary>Whether the packet reaches its destination, as far as HostWall is concerned.</summary>
    public bool Passes => Action == RuleAction.Allow || !Enforced;

    public static IReadOnlyList<PacketLine> ParseAll(string text)
        => [.. text.Split('\n').Select((line, index) => (Text: line.Trim(), Number: index + 1))
            .Where(line => line.Text.Length > 0 && line.Text[0] != '#')
            .Select(line => Parse(line.Text, line.Number))];

    private static PacketLine Parse(string text, int number)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Family? only = words[0] switch { "v4" => Family.IPv4, "v6" => Family.IPv6, _ => null };
        var flow = words[(only is null ? 0 : 1)..].TakeWhile(word => word != ":").ToArray();
        if (flow is not [var from, "->", var to, var port, ..] || flow.Length > 5
            || words.SkipWhile(word => word != ":").ToArray() is not [":", var verdict, "#", .. var reason])
        {
            throw new FormatException($"packets.txt:{number}: not FROM -> TO PORT [STATE] : VERDICT # REASON: {text}");
        }

        var (protocol, value) = ParsePort(port);
        var how = flow.Length == 5 ? flow[4] : "new";
        var (way, hostPort) = ParseWay(how);
        var state = way == PacketWay.Straight ? Enum.Parse<ConntrackStates>(how, ignoreCase: true) : ConntrackStates.New;
        var (action, enforced) = verdict switch
        {
            "accept" => (RuleAction.Allow, true),
            "drop" => (RuleAction.Deny, true),
            "reject" => (RuleAction.Reject, true),
            "would-drop" => (RuleAction.Deny, false),
            "would-reject" => (RuleAction.Reject, false),
            _ => throw new FormatException($"packets.txt:{number}: no verdict {verdict}"),
        };
        return new PacketLine(number, only, from, to, protocol, value, state, way, hostPort, action, enforced, string.Join(' ', reason));
    }

    internal static (Protocol Protocol, ushort Port) ParsePort(string text)
    {
        var words = text.Split('/');
        var protocol = Enum.Parse<Protocol>(words[0], ignoreCase: true);
        return (protocol, protocol != Protocol.Icmp ? ParseNumber(words[1])
            : words.Length == 1 ? IcmpType.Unnamed
            : IcmpType.Find(words[1])?.Ordinal ?? throw new FormatException($"no type of ICMP: {text}"));
    }

    private static (PacketWay Way, ushort? HostPort) ParseWay(string how)
    {
        var words = how.Split(':');
        PacketWay? way = words[0] switch { "served" => PacketWay.Served, "translated" => PacketWay.Translated, _ => null };
        return (way ?? PacketWay.Straight, way is not null && words.Length == 2 ? ParseNumber(words[1]) : null);
    }

    internal static ushort ParseNumber(string text) => ushort.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>How a packet gets to a container's port.</summary>
public enum PacketWay
{
    /// <summary>It is sent to the container's own address.</summary>
    Straight,

    /// <summary>A process of the host takes it in at a published port, and talks to the container itself.</summary>
    Served,

    /// <summary>It is sent to a published port of the host, and destination NAT sends it on.</summary>
    Translated,
}
