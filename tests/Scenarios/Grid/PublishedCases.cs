namespace HostWall.Scenarios.Grid;

/// <summary>Rules about the ports that the receiver publishes. The grid's flows go straight to the container: they came by no published port.</summary>
internal static class PublishedCases
{
    public static IEnumerable<GridCase> All()
    {
        foreach (var to in (string[])["web", "db", "api", "web,db", "containers", "any", "db[project=shop]"])
        {
            yield return Case($"the published ports of {to} are open to the world", $"allow world -> {to} : published");
            yield return Case($"the published ports of {to} and udp/5000 are open to all", $"allow any -> {to} : published udp/5000");
            yield return Case($"the published ports of {to} are rejected before all is open", $"reject any -> {to} : published", "allow any -> any");
            yield return Case($"only who called {to} by the host's ports may", $"allow any -> {to} | published = [\"tcp/1-65535\", \"udp/8000-8100\"]", "allow world -> web : tcp/5432");
        }

        yield return Case("published, of the same project", "allow containers -> containers : published | same = [\"project\"]");
        yield return GridCases.Only("nobody publishes anything", "allow any -> any : published");
        yield return Case("one stops to publish", "allow any -> any : published") with
        {
            World = GridWorld.Publishing.Recreated("shop-web", "web"),
            Before = Case("before: one stops to publish", "allow any -> any : published"),
        };
    }

    private static GridCase Case(string name, params string[] rules) => GridCases.Only(name, rules) with { World = GridWorld.Publishing };
}
