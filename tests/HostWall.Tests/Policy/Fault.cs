namespace HostWall.Tests.Policy;

/// <summary>A policy with one fault.</summary>
/// <param name="Lines">Stand behind <see cref="Reading.OfLines"/>'s five lines, so that the first is line 6.</param>
/// <param name="Found">The headlines without the path; the first is of the code.</param>
public sealed record Fault(string Code, string Lines, params string[] Found)
{
    /// <summary>At least one for every code; a policy that reads well says nothing here.</summary>
    public static IEnumerable<Fault> All =>
    [
        new("syntax", "a = ", "6:5: error: not TOML: Unexpected token end-of-line found while expecting a value"),
        new("duplicate-key", "[tiers.web]", "6:8: error: \"web\" is defined already, at policy.toml:2:8"),
        new("duplicate-key", Rule("""from = "web" """, """from = "db" """), "8:1: error: \"from\" is defined already, at policy.toml:7:1"),
        new("unknown-key", "[tier.api]", "6:2: error: unknown key \"tier\" in a policy; did you mean \"tiers\"?"),
        new("unknown-key", "[tiers.api]\negres = \"allow\"", "7:1: error: unknown key \"egres\" in tier \"api\"; did you mean \"egress\"?"),
        new("unknown-key", "[groups.home]\ncidrs = [\"192.0.2.0/24\"]\ncolour = 1", "8:1: error: unknown key \"colour\" in group \"home\""),
        new("unknown-key", Rule("prots = [\"tcp/80\"]"), "7:1: error: unknown key \"prots\" in a rule; did you mean \"ports\"?"),
        new("unknown-key", Test("ports = \"tcp/80\""), "7:1: error: unknown key \"ports\" in a test; did you mean \"port\"?"),
        new("unknown-key", "[tiers.api]\nselect = { images = \"x\" }", "7:12: error: unknown key \"images\" in \"select\"; did you mean \"image\"?"),
        new("missing-key", "[[rules]]\nname = \"a\"\nfrom = \"web\"", "6:3: error: a rule needs \"to\""),
        new("missing-key", "[[rules]]\nfrom = \"web\"\nto = \"db\"", "6:3: error: a rule needs \"name\""),
        new("missing-key", "[groups.home]", "6:9: error: group \"home\" needs \"cidrs\" or \"interfaces\""),
        new("wrong-type", Rule("log = \"yes\""), "7:7: error: \"log\" must be true or false, not a string"),
        new("wrong-type", Rule("ports = [\"tcp/80\", 443]"), "7:20: error: \"ports\" must be a list of strings, not a number"),
        new("wrong-type", "[tiers.api]\nselect = { label = { com.example = \"x\" } }", "7:22: error: a label with a dot is written in quotes, as \"com.example.env\" = \"prod\""),
        new("wrong-type", "[tiers.api]\nselect = { label = { env = [] } }", "7:28: error: the value of a label must be a string, not a list"),
        new("unknown-value", Rule("action = \"permit\""), "7:10: error: \"permit\" is no value of \"action\", which is \"allow\" or \"deny\" or \"reject\""),
        new("unknown-value", "[tiers.api]\negress = \"alow\"", "7:10: error: \"alow\" is no value of \"egress\", which is \"deny\" or \"allow\"; did you mean \"allow\"?"),
        new("unknown-value", Rule("states = [\"nwe\"]"), "7:11: error: \"nwe\" is no conntrack state: they are new, related, established, invalid, untracked; did you mean \"new\"?"),
        new("empty-list", Rule("ports = []"), "7:9: error: \"ports\" is an empty list"),
        new("empty-selector", "[tiers.api]\nclaim = {}", "7:9: error: \"claim\" has no keys: without it, say nothing; for every container, write { name = [\"*\"] }"),
        new("empty-selector", "[tiers.api]\nselect = { label = {} }", "7:20: error: \"label\" has no pairs"),
        new("bad-text", Rule("owner = \"\""), "7:9: error: \"owner\" is empty"),
        new("bad-text", Rule("ticket = \"a\\u001B[31m\""), "7:10: error: \"ticket\" is a text with control characters"),
        new("bad-text", "[tiers.api]\nselect = { image = [\"\"] }", "7:21: error: a pattern of \"image\" is empty or has control characters"),
        new("bad-name", "[tiers.Web_App]", "6:8: error: \"Web_App\" is no name for a tier: at most 31 of a-z, 0-9 and -, the first a letter; did you mean \"web-app\"?"),
        new("bad-name", "[tiers.\"\"]", "6:8: error: \"\" is no name for a tier: at most 31 of a-z, 0-9 and -, the first a letter"),
        new("reserved-name", "[tiers.world]", "6:8: error: \"world\" is a built-in name; give the tier another"),
        new("reserved-name", "[groups.unlabelled]\ncidrs = [\"192.0.2.0/24\"]", "6:9: error: \"unlabelled\" is a built-in name; give the group another"),
        new("duplicate-name", "[groups.web]\ncidrs = [\"192.0.2.0/24\"]", "6:9: error: the name \"web\" is taken already, by the tier at policy.toml:2:8"),
        new("duplicate-name", Rule() + Rule(), "11:8: error: the name \"a\" is taken already, by the rule at policy.toml:7:8"),
        new("duplicate-name", Test() + Test(), "13:8: error: the name \"t\" is taken already, by the test at policy.toml:7:8"),
        new("built-in-tier", "[tiers.unlabelled]\nselect = { image = \"x\" }", "7:1: error: \"select\" is not for \"unlabelled\": it holds every container that is in no other tier"),
        new("bad-cidr", "[groups.home]\ncidrs = [\"10/8\"]", "7:10: error: \"10/8\": an IPv4 address has four numbers; did you mean \"10.0.0.0/8\"?"),
        new("bad-port", Rule("ports = \"80/tcp\""), "7:9: error: \"80/tcp\": a port is written as tcp/80: the protocol (tcp, udp, sctp or icmp), a slash, the number; did you mean \"tcp/80\"?"),
        new("unknown-peer", Rule("from = \"wbe\""), "7:8: error: unknown tier \"wbe\"; did you mean \"web\"?"),
        new("unknown-peer", Rule("from = \"ofice\""), "7:8: error: unknown group \"ofice\"; did you mean \"office\"?"),
        new("unknown-peer", Rule("from = \"wrld\""), "7:8: error: unknown peer \"wrld\"; did you mean \"world\"?"),
        new("unknown-peer", Rule("from = \"$(reboot)\""), "7:8: error: unknown tier or group \"$(reboot)\""),
        new("duplicate-peer", Rule("from = [\"web\", \"web\"]"), "7:16: error: \"web\" is in \"from\" twice"),
        new("no-container-side", Rule("from = \"world\"", "to = [\"host\", \"office\"]"), "7:8: error: rule \"a\" can never match: neither side can be a container"),
        new("vague-test", Test("from = \"any\""), "7:8: error: \"any\": a test asks about one flow; name a tier, a group, \"world\" or \"host\""),
        new("empty-group", "[groups.home]\ncidrs = []", "6:9: warning: group \"home\" has no addresses"),
        new("empty-group", "[groups.home]\ncidrs = [\"10.0.0.0/8\"]\nexcept = [\"10.0.0.0/9\", \"10.128.0.0/9\"]", "6:9: warning: group \"home\" has no addresses: \"except\" takes all of them"),
        new("wide-open", Rule("from = \"world\""), "7:8: warning: rule \"a\" opens \"db\" to \"world\" on every port"),
        new("wide-open", Rule("from = [\"web\", \"any\"]", "ports = \"tcp\""), "7:16: warning: rule \"a\" opens \"db\" to \"any\" on every port"),
        new("not-supported-yet", "[confirm]\nprobes = []", "6:2: error: `confirm` is not supported yet"),
        .. RuleFaults.All,
        .. PeerFaults.All,
        .. InvariantFaults.All,
    ];

    public override string ToString() => $"{Code}: {Lines.ReplaceLineEndings(" ")}";

    /// <summary>A rule that says what it must, the lines given before it; they replace those of the same key.</summary>
    internal static string Rule(params string[] lines)
        => Table("[[rules]]", lines, ["name = \"a\"", "from = \"web\"", "to = \"db\""]);

    internal static string Test(params string[] lines)
        => Table("[[tests]]", lines, ["name = \"t\"", "from = \"web\"", "to = \"db\"", "port = \"tcp/80\"", "expect = \"deny\""]);

    private static string Table(string header, string[] lines, string[] rest)
    {
        var kept = rest.Where(line => !lines.Any(own => own.StartsWith(line[..line.IndexOf('=', StringComparison.Ordinal)], StringComparison.Ordinal)));
        return string.Join('\n', [header, .. lines, .. kept]) + "\n";
    }
}
