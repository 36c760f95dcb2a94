using HostWall.Scenarios.Grid;

namespace HostWall.Tests.Policy.Fuzz;

/// <summary>What fuzzing starts from: policies that are right or nearly so, and texts that have broken readers of TOML.</summary>
internal static class Corpus
{
    private const int Deep = 5_000;

    /// <summary>Behind a policy of tiers web, api and db: the keys that no policy we ship has.</summary>
    private const string EveryKey = """

        [tiers.extra]
        select = { image = ["postgres:*"], label = { "com.example.env" = "prod" } }
        claim  = { project = "shop" }

        [groups.lan]
        cidrs  = ["10.0.0.0/8", "2001:db8::/32"]
        except = ["10.1.0.0/16"]
        interfaces = ["eth0", "wg0"]

        [[rules]]
        name        = "all-of-it"
        from        = [{ tier = "web", label = { env = "prod" } }, "api"]
        to          = { project = "shop" }
        ports       = ["published", "tcp/80-90", "icmp/echo-request"]
        published   = ["tcp/8443"]
        states      = ["new"]
        rate        = { limit = "50/second", burst = 100, per = "source" }
        connections = { max = 100, per = "destination" }
        same        = ["project", "label:team"]
        mode        = "audit"
        when        = { days = ["mon", "tue"], from = "22:00", to = "06:00" }
        expires     = 2027-06-30T00:00:00+02:00

        [[tests]]
        name   = "at night"
        from   = "world"
        to     = { tier = "db", service = "db" }
        port   = "icmp/echo-request"
        expect = "deny"
        at     = 2027-01-01T03:00:00Z

        [[invariants]]
        name   = "the database is the api's"
        forbid = { from = "any", except = ["api"], to = "db", ports = ["tcp/5432"] }
        """;

    public static IReadOnlyList<string> Right { get; } =
    [
        File.ReadAllText(Repository.Path("policies", "three-tier.toml")) + EveryKey,
        .. Directory.EnumerateFiles(Repository.Path("policies"), "*.toml").Order(StringComparer.Ordinal).Select(File.ReadAllText),
        .. Directory.EnumerateFiles(Repository.Path("tests", "Scenarios", "cases"), "policy.toml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText),
        .. GridCases.ByFeature.Values.Select(cases => cases[0].Policy),
    ];

    /// <summary>Every fault that we know of.</summary>
    public static IReadOnlyList<string> Faulty { get; } = [.. Fault.All.Select(fault => $"schema = 1\n[tiers.web]\n[tiers.db]\n{fault.Lines}")];

    public static IReadOnlyList<string> Nasty { get; } =
    [
        "", "\0", "\uFEFF", "\uFEFFschema = 1\n", "schema = 1", "schema = 1\r", "schema = 1\r\n\r\n[tiers.web]\r\n", "schema = 1\r[tiers.web]\r", "\n\n\n", "#", "# \uD800", "=", "[", "[[", "]", "[[]]", "[]", "[.]", "[a.]", "\"", "'''", "\"\"\"",
        "schema = ", "schema = 1 schema = 1", "schema = 1\nschema = 1\n", "schema = 99999999999999999999999999999999", "schema = -0", "schema = 0x1", "schema = 1e400", "schema = 1_", "schema = inf", "schema = 1.0",
        "schema = 2027-02-29T00:00:00Z", "schema = 0000-00-00", "schema = 23:59:60", "schema = 2027-06-30T00:00:00+24:00",
        "schema = 1\n[tiers.web]\n[tiers.web]\n", "schema = 1\n[tiers]\nweb.ingress = \"deny\"\n[tiers.web]\n", "schema = 1\ntiers.web.ingress = \"deny\"\ntiers.web = 1\n", "schema = 1\n[[tiers]]\n[tiers.web]\n",
        "schema = 1\n[rules]\n[[rules]]\n", "schema = 1\nrules = []\n[[rules]]\n", "schema = 1\n[[rules]]\n[rules.name]\n", "schema = 1\n[tiers.\"\"]\n", "schema = 1\n[tiers.\"\\u0000\"]\n", "schema = 1\n[tiers.\"a\\nb\"]\n",
        "schema = 1\n[tiers.\u202Eweb]\n", "schema = 1\n[tiers.\"wе\u0301b\"]\n", "schema = 1\n[tiers.'$(reboot)']\n", "schema = 1\n[groups.a]\ncidrs = [\"::ffff:1.2.3.4/128\", \"fe80::1%eth0/128\", \"1/8\", \"0.0.0.0/-1\", \"0.0.0.0/99999999999\"]\n",
        "schema = 1\n[[rules]]\nname = \"a\"\nfrom = [[[\"any\"]]]\nto = {}\nports = [\"tcp/0\", \"tcp/65536\", \"tcp/1-0\", \"tcp/\", \"/\", \"tcp/99999999999999999999\", \"icmp/\", \"icmp/\\u0000\"]\n",
        "schema = 1\n[[rules]]\nname = \"a\"\nfrom = \"any\"\nto = \"any\"\nrate = { limit = \"99999999999999999999/second\", burst = -1, per = \"\" }\nconnections = { max = 9223372036854775807 }\nwhen = { days = [], from = \"24:00\", to = \"00:00\" }\nexpires = 9999-12-31T23:59:59.999999999-23:59\n",
        $"schema = {new string('[', Deep)}{new string(']', Deep)}", $"schema = {string.Concat(Enumerable.Repeat("{a=", Deep))}", $"[{string.Join('.', Enumerable.Repeat("a", Deep))}]", $"{string.Join('.', Enumerable.Repeat("a", Deep))} = 1",
        string.Concat(Enumerable.Repeat("[[rules]]\n", Deep)), string.Concat(Enumerable.Range(0, Deep).Select(number => $"key{number} = 1\n")), $"schema = 1 # {new string('x', 20 * Deep)}", $"schema = \"{new string('\\', Deep)}", new string('"', Deep), new string('\n', Deep),
    ];
}
