namespace HostWall.Scenarios.Grid;

/// <summary>What no rule decides passes where the sender's egress and the receiver's ingress allow.</summary>
internal static class DefaultCases
{
    private static readonly string[] Defaults = ["deny", "allow"];

    private static readonly (string Ingress, string Egress)[] Both = [.. Defaults.SelectMany(_ => Defaults, (ingress, egress) => (ingress, egress))];

    public static IEnumerable<GridCase> All()
    {
        foreach (var (web, db) in Both.SelectMany(_ => Both, (one, other) => (one, other)))
        {
            var name = $"web has ingress {web.Ingress} and egress {web.Egress}, db {db.Ingress} and {db.Egress}";
            yield return GridCases.Over(name, Head(web, db, ("deny", "deny")), GridWorld.Labelled);
        }

        foreach (var unlabelled in Both)
        {
            var head = Head(("deny", "allow"), ("allow", "deny"), unlabelled);
            yield return GridCases.Over($"unlabelled has ingress {unlabelled.Ingress} and egress {unlabelled.Egress}", head, GridWorld.Labelled);
            yield return GridCases.Over($"unlabelled has ingress {unlabelled.Ingress} and egress {unlabelled.Egress}, nobody is labelled", head, GridWorld.Unlabelled);
            yield return GridCases.Over($"rules before defaults, unlabelled {unlabelled.Ingress} and {unlabelled.Egress}", head, GridWorld.Labelled, "reject web -> db : tcp", "allow world -> any : udp", "deny unlabelled -> world : tcp/80");
            yield return GridCases.Over($"audit mode, unlabelled {unlabelled.Ingress} and {unlabelled.Egress}", head.Replace("schema = 1", "schema = 1\n[settings]\nmode = \"audit\"", StringComparison.Ordinal), GridWorld.Labelled, "reject web -> db");
        }
    }

    private static string Head((string Ingress, string Egress) web, (string Ingress, string Egress) db, (string Ingress, string Egress) unlabelled)
        => $"schema = 1\n{Tier("web", web)}{Tier("db", db)}{Tier("unlabelled", unlabelled)}";

    private static string Tier(string name, (string Ingress, string Egress) defaults)
        => $"\n[tiers.{name}]\ningress = \"{defaults.Ingress}\"\negress = \"{defaults.Egress}\"\n";
}
