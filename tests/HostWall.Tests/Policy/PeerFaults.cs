using static HostWall.Tests.Policy.Fault;

namespace HostWall.Tests.Policy;

/// <summary>Faults of narrowed peers and of groups.</summary>
internal static class PeerFaults
{
    public static IEnumerable<Fault> All =>
    [
        new("empty-selector", Rule("from = { tier = \"web\" }"), "7:8: error: nothing narrows this peer: give it label, image, name, network, project or service, or write \"web\" alone"),
        new("empty-selector", Rule("from = {}"), "7:8: error: nothing narrows this peer: give it label, image, name, network, project or service, or write \"containers\" alone"),
        new("empty-selector", Rule("to = [\"web\", { label = {} }]"), "7:24: error: \"label\" has no pairs"),
        new("empty-list", Rule("from = { tier = \"web\", image = [] }"), "7:32: error: \"image\" is an empty list"),
        new("duplicate-item", Rule("from = { image = [\"a\", \"a\"] }"), "7:24: error: \"a\" is in \"image\" twice"),
        new("wrong-type", Rule("from = { tier = [\"web\", \"db\"], image = \"a\" }"), "7:17: error: \"tier\" must be a string, not a list"),
        new("wrong-type", Rule("from = [\"web\", 1]"), "7:16: error: \"from\" must be a name or a table, or a list of these, not a number"),
        new("wrong-type", Test("from = [\"web\"]"), "7:8: error: \"from\" must be a name or a table, not a list"),
        new("unknown-key", Rule("from = { teir = \"web\", image = \"a\" }"), "7:10: error: unknown key \"teir\" in a peer; did you mean \"tier\"?"),
        new("unknown-peer", Rule("from = { tier = \"wbe\", image = \"a\" }"), "7:17: error: unknown tier \"wbe\"; did you mean \"web\"?"),
        new("not-narrowed", Rule("from = { tier = \"office\", image = \"a\" }"), "7:17: error: \"office\" is a group, which has no containers: name a tier, or leave \"tier\" out for every container"),
        new("not-narrowed", Rule("from = { tier = \"any\", image = \"a\" }"), "7:17: error: \"any\" is not a tier: name a tier, or leave \"tier\" out for every container"),
        new("not-narrowed", Test("to = { tier = \"host\", image = \"a\" }"), "7:15: error: \"host\" is not a tier: name a tier, or leave \"tier\" out for every container"),
        new("duplicate-peer", Rule("from = [{ image = \"a\" }, \"web\", { image = [\"a\"], tier = \"containers\" }]"), "7:33: error: \"containers (image a)\" is in \"from\" twice"),
        new("wide-open", Rule("from = \"world\"", "to = { tier = \"db\", project = \"shop\" }"), "7:8: warning: rule \"a\" opens \"db (project shop)\" to \"world\" on every port"),
        new("bad-interface", "[groups.lan]\ninterfaces = [\"eth*\"]", "7:15: error: \"eth*\": an interface has no wildcards; name each of them"),
        new("bad-interface", "[groups.lan]\ninterfaces = \"a name far too long\"", "7:14: error: \"a name far too long\": the name of an interface is at most 15 of letters, digits, \"-\", \"_\" and \".\""),
        new("bad-interface", "[groups.lan]\ninterfaces = \"\"", "7:14: error: \"\": the name of an interface is at most 15 of letters, digits, \"-\", \"_\" and \".\""),
        new("empty-list", "[groups.lan]\ninterfaces = []", "7:14: error: \"interfaces\" is an empty list"),
        new("duplicate-item", "[groups.lan]\ninterfaces = [\"eth0\", \"eth0\"]", "7:23: error: \"eth0\" is in \"interfaces\" twice"),
        new("wrong-type", "[groups.lan]\ninterfaces = [0]", "7:15: error: \"interfaces\" must be a list of strings, not a number"),
        new("duplicate-item", "[groups.lan]\ncidrs = [\"10.0.0.0/8\", \"10.0.0.0/8\"]", "7:24: error: \"10.0.0.0/8\" is in \"cidrs\" twice"),
        new("empty-group", "[groups.lan]\ninterfaces = \"eth0\"\ncidrs = []", "6:9: warning: group \"lan\" has no addresses"),
    ];
}
