using HostWall.Core.Inventory;

namespace HostWall.Scenarios.Grid;

/// <summary>Who is in which tier, by label, by <c>select</c>, and past <c>claim</c>.</summary>
internal static class MembershipCases
{
    private static readonly string[] Selectors =
    [
        """project = ["shop"]""", """project = ["shop", "wiki"]""", """project = ["*"]""", """service = ["web"]""", """service = ["?b"]""", """image = ["postgres:*"]""",
        """image = ["postgres"]""", """image = ["*"]""", """image = ["example.org/*"]""", """name = ["shop-*"]""", """name = ["shop-web"]""", """name = ["*-web", "blog-*"]""",
        """network = ["blog_default"]""", """network = ["*_default"]""", """label = { env = "prod" }""", """label = { env = "*" }""", """label = { nosuch = "*" }""",
        """project = ["shop"], service = ["db"]""", """project = ["shop"], image = ["nginx:*"], network = ["shop_default"], name = ["shop-web"]""",
        """project = ["shop"], service = ["nosuch"]""", """label = { env = "prod", "com.docker.compose.service" = "api" }""",
    ];

    private static readonly string[] Rules = ["allow a -> b", "allow world,host -> a : tcp/80 udp/53", "reject a -> a", "allow unlabelled -> a : sctp tcp/5432"];

    public static IEnumerable<GridCase> All()
    {
        foreach (var selector in Selectors)
        {
            yield return Case($"tier a selects {selector}", $"select = {{ {selector} }}", GridWorld.Unlabelled);
            yield return Case($"tier a may be claimed by {selector}", $"claim = {{ {selector} }}", GridWorld.With(_ => "a"));
        }

        yield return Case("a label comes before a select", "select = { service = [\"web\"] }", GridWorld.With(name => name.StartsWith("shop", StringComparison.Ordinal) ? "b" : null));
        yield return Case("the first select wins", "select = { service = [\"web\", \"api\"] }", GridWorld.Unlabelled, "select = { service = [\"api\", \"db\"] }");
        yield return Case("a refused claim does not fall back on select", "select = { service = [\"web\"] }\nclaim = { project = [\"shop\"] }", GridWorld.With(name => name.EndsWith("web", StringComparison.Ordinal) ? "a" : null));
        yield return Case("a label that no tier has", "", GridWorld.With(_ => "nosuch"));
        yield return Case("an empty label", "", GridWorld.With(_ => ""));
        yield return Case("a label in capitals", "", GridWorld.With(_ => "A"));
        yield return Case("a label that names unlabelled", "select = { name = [\"*\"] }", GridWorld.With(_ => "unlabelled"));
        yield return Case("a label full of quotes and keywords", "", GridWorld.With(_ => "a\" } drop; $(reboot)\n"));
        yield return Case("half of a tier by label and half by select", "select = { project = [\"blog\"] }", GridWorld.With(name => name.StartsWith("shop", StringComparison.Ordinal) ? "a" : null), "select = { project = [\"wiki\"] }");
        yield return Case("no label anywhere", "", GridWorld.Unlabelled);
    }

    private static GridCase Case(string name, string keysOfA, Snapshot world, string keysOfB = "")
        => GridCases.Over(name, $"schema = 1\n\n[tiers.a]\n{keysOfA}\n\n[tiers.b]\n{keysOfB}\n", world, Rules);
}
