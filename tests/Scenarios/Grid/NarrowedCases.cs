namespace HostWall.Scenarios.Grid;

/// <summary>Peers that are only a part of a tier, or of all containers.</summary>
internal static class NarrowedCases
{
    private static readonly string[] Parts =
    [
        "project=shop", "project=*", "project=nosuch", "service=db", "name=shop-*", "name=wiki-web", "image=postgres:*", "image=nginx", "network=blog_default", "label.env=prod", "label.env=*",
        "label.nosuch=*", "project=shop+service=db", "project=shop+label.env=staging",
    ];

    public static IEnumerable<GridCase> All()
    {
        foreach (var part in Parts)
        {
            yield return GridCases.Only($"containers with {part} may send", $"allow containers[{part}] -> any");
            yield return GridCases.Only($"containers with {part} may receive", $"allow any -> containers[{part}]");
            yield return GridCases.Only($"the web and db with {part} on both sides", $"allow web[{part}],db[{part}] -> web[{part}],db[{part}] : tcp/80 udp");
            yield return GridCases.Only($"those with {part} are shut out before all are let in", $"reject containers[{part}],world -> db", $"deny api -> api[{part}],host", "allow any -> any");
        }

        yield return GridCases.Only("two parts of one tier and a whole one", "allow web[project=shop],web[project=blog],api -> db[project=wiki],host");
        yield return GridCases.Only("parts that overlap in different rules", "reject web[project=shop] -> any : tcp", "allow web[label.env=*] -> any", "deny any -> web[name=*-web] : udp", "allow any -> web[network=shop_default]");
        yield return GridCases.Over("a part of those in no tier", "schema = 1\n[tiers.web]\n", GridWorld.Unlabelled, "allow unlabelled[service=web] -> unlabelled[service=db] : tcp/5432", "allow world -> unlabelled[service=web]");
        yield return GridCases.Only("a part grows by a container", "allow api[name=shop-*] -> db") with
        {
            World = GridWorld.Labelled.Recreated("shop-web", "api"),
            Before = GridCases.Only("before: a part grows", "allow api[name=shop-*] -> db"),
        };
    }
}
