using CsCheck;

namespace HostWall.Scenarios.Grid;

/// <summary>Policies as text, valid by construction, over the grid's world.</summary>
public static class RandomPolicy
{
    public static readonly string[] Tiers = ["tier-a", "tier-b", "tier-c"];

    /// <summary>All of them treat the two families alike.</summary>
    internal static readonly string[] Groups = ["client", "elsewhere", "but-client", "uplink", "other-link", "nobody"];

    private const string GroupTables = """

        [groups.client]
        cidrs = ["198.51.100.0/24", "2001:db8:ffff::/48"]

        [groups.elsewhere]
        cidrs = ["203.0.113.0/24", "2001:db8:10::/48"]

        [groups.but-client]
        cidrs  = ["0.0.0.0/0", "::/0"]
        except = ["198.51.100.0/28", "2001:db8:ffff::/64"]

        [groups.uplink]
        interfaces = ["eth0"]

        [groups.other-link]
        interfaces = ["eth1", "wg0"]
        cidrs      = ["198.51.100.0/24", "2001:db8:ffff::/48"]

        [groups.nobody]
        cidrs = []

        """;

    private static readonly string[] Selectors =
    [
        "select = { service = [\"web\"] }", "select = { project = [\"shop\", \"wiki\"], name = [\"*-db\"] }", "claim = { project = [\"shop\"] }", "claim = { label = { env = \"*\" } }\nselect = { image = [\"*\"] }",
    ];

    /// <summary>A policy's head, for relations between policies with the same.</summary>
    public static Gen<string> Head { get; } =
        from mode in Gen.Frequency((5, Gen.Const("")), (1, Gen.Const("mode = \"audit\"\n")))
        from invalid in Gen.Frequency((5, Gen.Const("")), (1, Gen.Const("invalid = \"allow\"\n")))
        from imageLabels in Gen.Frequency((2, Gen.Const("")), (1, Gen.Const("image-labels = true\n")))
        from tiers in Gen.Select(Gen.Bool, Gen.Bool, Gen.Frequency((4, Gen.Const("")), (1, Gen.OneOf(Selectors)))).Array[Tiers.Length]
        from unlabelled in Gen.Select(Gen.Bool, Gen.Bool)
        select $"schema = 1\n\n[settings]\n{mode}{invalid}{imageLabels}{string.Concat(Tiers.Zip(tiers, (name, keys) => Tier(name, keys.Item1, keys.Item2, keys.Item3)))}"
            + Tier("unlabelled", unlabelled.Item1, unlabelled.Item2, "") + GroupTables;

    /// <summary>With whatever the language has.</summary>
    public static Gen<string> Any { get; } = Of(Rules(Transports.All, onlySeen: false));

    /// <summary>Of which the grid can see all that they say.</summary>
    public static Gen<string> Seen { get; } = Of(Rules(Transports.All, onlySeen: true));

    /// <summary>Rules without names.</summary>
    public static Gen<string[]> Rules(Transports transports, bool onlySeen) => RandomRule.Any(transports, onlySeen).Array[0, 8];

    /// <summary>A policy of that head and those rules; the names go by place, with what the rules have for a family name.</summary>
    public static string Write(string head, IEnumerable<string> rules, string named = "r")
        => head + string.Concat(rules.Select((rule, index) => $"\n[[rules]]\nname = \"{named}{index}\"\n{rule}\n"));

    private static Gen<string> Of(Gen<string[]> rules) => Gen.Select(Head, rules, (head, all) => Write(head, all));

    private static string Tier(string name, bool ingress, bool egress, string keys)
        => $"\n[tiers.{name}]\n{(ingress ? "ingress = \"allow\"\n" : "")}{(egress ? "egress = \"allow\"\n" : "")}{keys}\n";
}
