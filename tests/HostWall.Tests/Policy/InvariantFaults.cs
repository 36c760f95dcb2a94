namespace HostWall.Tests.Policy;

internal static class InvariantFaults
{
    public static IEnumerable<Fault> All =>
    [
        new("missing-key", "[[invariants]]\nforbid = { from = \"web\", to = \"db\" }", "6:3: error: an invariant needs \"name\""),
        new("missing-key", "[[invariants]]\nname = \"x\"", "6:3: error: an invariant needs \"forbid\""),
        new("missing-key", Forbid("from = \"web\""), "8:10: error: \"forbid\" needs \"to\""),
        new("missing-key", Forbid("to = \"web\""), "8:10: error: \"forbid\" needs \"from\""),
        new("wrong-type", "[[invariants]]\nname = \"x\"\nforbid = \"web\"", "8:10: error: \"forbid\" must be a table, as { from = \"world\", to = \"db\" }, not a string"),
        new("unknown-key", "[[invariants]]\nname = \"x\"\nfrom = \"web\"\nforbid = { from = \"web\", to = \"db\" }", "8:1: error: unknown key \"from\" in an invariant"),
        new("unknown-key", Forbid("from = \"web\", to = \"db\", port = \"tcp/1\""), "8:37: error: unknown key \"port\" in \"forbid\"; did you mean \"ports\"?"),
        new("unknown-peer", Forbid("from = \"web\", to = \"db\", except = \"officee\""), "8:46: error: unknown group \"officee\"; did you mean \"office\"?"),
        new("empty-list", Forbid("from = \"web\", to = \"db\", except = []"), "8:46: error: \"except\" is an empty list"),
        new("bad-port", Forbid("from = \"web\", to = \"db\", ports = [\"published\"]"), "8:46: error: \"published\": an invariant is about every container, whatever it publishes; name the ports"),
        new("no-container-side", Forbid("from = [\"world\", \"host\"], to = \"office\""), "8:20: error: invariant \"x\" forbids nothing that a policy decides: neither side can be a container"),
        new("bad-text", "[[invariants]]\nname = \"\"\nforbid = { from = \"web\", to = \"db\" }", "7:8: error: the name of an invariant is empty or has control characters"),
        new("duplicate-name", Forbid("from = \"web\", to = \"db\"") + Forbid("from = \"db\", to = \"web\""), "10:8: error: the name \"x\" is taken already, by the invariant at policy.toml:7:8"),
    ];

    private static string Forbid(string keys) => $"[[invariants]]\nname = \"x\"\nforbid = {{ {keys} }}\n";
}
