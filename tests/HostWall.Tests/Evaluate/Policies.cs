using System.Globalization;
using HostWall.Core.Addressing;
using HostWall.Core.Evaluate;
using HostWall.Core.Policy;
using HostWall.Core.Text;
using HostWall.Scenarios;

namespace HostWall.Tests.Evaluate;

/// <summary>Policies, questions and answers in a line each. A peer is a tier's name, a built-in name, or <c>@group</c>.</summary>
internal static class Policies
{
    public static readonly Address Outside = InventoryReader.ReadAddress("198.51.100.7");

    public static PolicyDocument PolicyOf(Tier[] tiers, Group[] groups, params Rule[] rules) => new(
        Settings.Default,
        [.. tiers, .. tiers.Any(tier => tier.Name == Tier.Unlabelled) ? [] : (Tier[])[Closed(Tier.Unlabelled)]],
        [.. groups],
        [.. rules.Select((rule, index) => rule with { Origin = new Origin("policy.toml", 101 + index) })],
        [],
        []);

    public static Tier Closed(string name) => ATier(name, Default.Deny, Default.Deny);

    public static Tier ATier(string name, Default ingress, Default egress) => new(name, null, null, null, ingress, egress, Origin: null, Span: null);

    public static Group AGroup(string name, params string[] cidrs)
        => new(name, null, CidrList.Flatten(cidrs.Select(Network)), Interfaces: [], new Origin("policy.toml", 50), Span: default);

    public static Rule Allow(string name, string from, string to, params string[] ports) => Rule(name, RuleAction.Allow, from, to, ports);

    public static Rule Deny(string name, string from, string to, params string[] ports) => Rule(name, RuleAction.Deny, from, to, ports);

    public static Rule Reject(string name, string from, string to, params string[] ports) => Rule(name, RuleAction.Reject, from, to, ports);

    public static PolicyTest Test(string from, string to, string port, Default expect)
        => new($"{from} to {to}", Peer(from), Peer(to), Port(port), expect, At: null, new Origin("policy.toml", 200), Span: default);

    /// <summary>Asks as <c>web -> db tcp/5432</c>, optionally with a state, and answers as <c>deny: ingress of db</c>.</summary>
    public static string Ask(this PolicyDocument policy, string question)
    {
        var words = question.Split(' ');
        var port = Port(words[3]);
        var state = words.Length > 4 ? Enum.Parse<ConntrackStates>(words[4], ignoreCase: true) : ConntrackStates.New;
        return Text(ReferenceEvaluator.Decide(policy, new Flow(Party(words[0]), Party(words[2]), port.Protocol, port.Ports.First, state, DateTimeOffset.UnixEpoch)));
    }

    public static string Text(Decision decision) => decision.Action switch
    {
        RuleAction.Allow => "allow",
        RuleAction.Deny => "deny",
        RuleAction.Reject => "reject",
    } + ": " + DecisionText.Of(decision.Reason);

    public static PortMatch Port(string text)
    {
        var words = text.Split('/', '-');
        var protocol = Enum.Parse<Protocol>(words[0], ignoreCase: true);
        var ports = words.Skip(1).Select(word => ushort.Parse(word, CultureInfo.InvariantCulture)).ToList();
        return new PortMatch(protocol, ports.Count == 0 ? PortRange.All : new PortRange(ports[0], ports[^1]));
    }

    private static Peer Peer(string name) => name switch
    {
        "any" => new Peer.Any(),
        "containers" => new Peer.Containers(),
        "host" => new Peer.Host(),
        "world" => new Peer.World(),
        ['@', .. var group] => new Peer.InGroup(group),
        _ => new Peer.InTier(name),
    };

    private static Party Party(string name) => name switch
    {
        "host" => new Party.Host(),
        "world" => new Party.World(Outside),
        _ => InventoryReader.FindAddress(name) is { } address ? new Party.World(address) : new Party.InTier(name),
    };

    private static Rule Rule(string name, RuleAction action, string from, string to, string[] ports) => new(
        name,
        [.. from.Split(',').Select(Peer)],
        [.. to.Split(',').Select(Peer)],
        [.. ports.Select(Port).Order()],
        action,
        ConntrackStates.New,
        Log: false,
        Owner: null,
        Ticket: null,
        Description: null,
        Origin: default,
        Span: default);

    private static Cidr Network(string text)
    {
        var words = text.Split('/');
        return new Cidr(InventoryReader.ReadAddress(words[0]), int.Parse(words[1], CultureInfo.InvariantCulture));
    }
}
