using CsCheck;

namespace HostWall.Scenarios.Grid;

/// <summary>Which protocols a random rule may name.</summary>
public enum Transports
{
    All,
    Tcp,
    Udp,
}

/// <summary>A rule as TOML, but for its name: whatever the keys of the language can say together.</summary>
internal static class RandomRule
{
    private static readonly string[] ContainerPeers =
    [
        .. ((string[])["any", "containers", "unlabelled", .. RandomPolicy.Tiers]).Select(Quoted),
        "{ project = \"shop\" }", "{ tier = \"tier-a\", project = [\"shop\", \"blog\"] }", "{ tier = \"tier-b\", service = \"db\" }", "{ label = { env = \"prod\" } }",
        "{ image = \"postgres:*\", network = \"*_default\" }", "{ tier = \"unlabelled\", name = \"shop-*\" }", "{ tier = \"tier-c\", name = \"nosuch\" }",
    ];

    private static readonly string[] Peers = [.. ContainerPeers, .. ((string[])["host", "world", .. RandomPolicy.Groups]).Select(Quoted)];

    private static readonly string[] Ports =
    [
        "tcp", "tcp/80", "tcp/1-80", "tcp/81-5432", "udp", "udp/53", "udp/53-5000", "udp/54-4999", "sctp", "sctp/2905", "sctp/1-2904", "icmp", "icmp/echo-request",
        "icmp/packet-too-big", "icmp/redirect", "published",
    ];

    private static readonly string[] Same = ["[\"project\"]", "[\"network\"]", "[\"label:env\"]", "[\"label:nosuch\"]", "[\"project\", \"label:env\"]"];

    /// <summary>Limits that nobody reaches: what they do when reached is not a matter of the policy's logic.</summary>
    private static readonly string[] Limits =
    [
        "rate = { limit = \"1000000/second\", burst = 1000000 }", "rate = { limit = \"1000000/second\", burst = 1000000, per = \"source\" }",
        "connections = { max = 10000, per = \"destination\" }", "rate = { limit = \"999999/day\", burst = 999999, per = \"destination\" }\nconnections = { max = 9999 }",
    ];

    private static readonly string[] Times =
    [
        "expires = 2021-01-01T00:00:00Z", "expires = 2099-12-31T23:59:59Z", "when = { days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"] }", "when = { days = [\"mon\", \"wed\", \"fri\", \"sun\"] }",
        "when = { from = \"00:00\", to = \"24:00\" }",
    ];

    /// <summary>States of which the grid can see what comes of them.</summary>
    private static readonly string[] States = ["[\"new\"]", "[\"new\", \"established\"]", "[\"established\"]", "[\"new\", \"untracked\"]", "[\"invalid\", \"untracked\"]"];

    private static readonly string[] AllStates = [.. States, "[\"related\"]", "[\"new\", \"related\", \"established\", \"invalid\", \"untracked\"]", "[\"invalid\", \"related\"]"];

    /// <param name="onlySeen">Only states that a probe can tell from each other.</param>
    public static Gen<string> Any(Transports transports, bool onlySeen) =>
        from sides in Gen.Select(Few(Peers, 3), Few(Peers, 3))
        from action in Gen.Frequency((4, Gen.Const("allow")), (3, Gen.Const("deny")), (2, Gen.Const("reject")))
        from ports in Few(transports switch { Transports.All => Ports, Transports.Tcp => Ports[..4], Transports.Udp => Ports[4..8] }, 3)
        from anyPort in Gen.Bool
        from rare in Gen.Select(Rarely(Same), Rarely(Limits), Rarely(Times), Rarely(onlySeen ? States : AllStates), Gen.Int[0, 11], Gen.Int[0, 11])
        select Write(sides.Item1, sides.Item2, action, anyPort && transports == Transports.All ? [] : ports, rare.Item1, rare.Item2, rare.Item3, rare.Item4, rare.Item5, rare.Item6);

    /// <summary>What the reader refuses together is left out: so every text is a policy.</summary>
    private static string Write(string[] from, string[] to, string action, string[] ports, string? same, string? limits, string? times, string? states, int kind, int hostPort)
    {
        var (sends, receives) = (from.Any(ContainerPeers.Contains), to.Any(ContainerPeers.Contains));
        if (!sends && !receives)
        {
            (to, receives) = ([ContainerPeers[3]], true);
        }

        if (!receives)
        {
            ports = [.. ports.Where(port => port != "published")];
        }

        List<string> lines = [$"from = {List(from)}", $"to = {List(to)}", $"action = \"{action}\""];
        lines.AddRange(ports.Length > 0 ? [$"ports = {List(ports.Select(Quoted))}"] : []);
        lines.AddRange(same is not null && sends && receives ? [$"same = {same}"] : []);
        lines.AddRange(limits is not null && action == "allow" ? [limits] : []);
        lines.AddRange(limits is null && states is not null ? [$"states = {states}"] : []);
        lines.AddRange(times is null ? [] : [times]);
        lines.AddRange(kind == 10 ? ["mode = \"audit\""] : kind == 11 ? ["log = true"] : []);
        lines.AddRange(hostPort == 11 && receives ? ["published = [\"tcp/8000-8004\", \"udp/8003\"]"] : []);
        return string.Join('\n', lines);
    }

    /// <summary>One to so many of them, none twice.</summary>
    private static Gen<string[]> Few(string[] of, int most) => Gen.OneOf(of).Array[1, most].Select(few => few.Distinct().ToArray());

    private static Gen<string?> Rarely(string[] of) => Gen.Frequency((7, Gen.Const((string?)null)), (1, Gen.OneOf(of).Select(one => (string?)one)));

    private static string Quoted(string text) => $"\"{text}\"";

    private static string List(IEnumerable<string> items) => $"[{string.Join(", ", items)}]";
}
