using HostWall.Core.Inventory;

namespace HostWall.Scenarios.Grid;

/// <summary>After a change the grid is that of the new policy and the new containers alone.</summary>
internal static class ChangeCases
{
    private static readonly string[] Rules = ["allow web -> api : tcp/80 udp", "allow api -> db", "allow world -> web : tcp/80", "reject db -> world", "allow unlabelled -> host : udp/53"];

    public static IEnumerable<GridCase> All()
    {
        foreach (var name in (string[])["shop-web", "blog-api", "wiki-db"])
        {
            yield return Change($"{name} is added", GridWorld.Labelled.Without(name), GridWorld.Labelled);
            yield return Change($"{name} is removed", GridWorld.Labelled, GridWorld.Labelled.Without(name));
            yield return Change($"{name} comes back as db", GridWorld.Labelled, GridWorld.Labelled.Recreated(name, "db"));
            yield return Change($"{name} comes back as api", GridWorld.Labelled, GridWorld.Labelled.Recreated(name, "api"));
            yield return Change($"{name} comes back without a label", GridWorld.Labelled, GridWorld.Labelled.Recreated(name, null));
        }

        yield return Change("the last of a tier is removed", GridWorld.Labelled.Without("shop-db").Without("blog-db"), GridWorld.Labelled.Without("shop-db").Without("blog-db").Without("wiki-db"));
        yield return Change("all containers of a project are removed", GridWorld.Labelled, GridWorld.Labelled.Without("shop-web").Without("shop-api").Without("shop-db"));
        yield return Change("two containers change places", GridWorld.Labelled, GridWorld.Labelled.Recreated("shop-web", "db").Recreated("shop-db", "web"));
        yield return Change("everybody comes at once", GridWorld.Labelled with { Containers = [] }, GridWorld.Labelled);
        yield return Change("everybody goes at once", GridWorld.Labelled, GridWorld.Labelled with { Containers = [] });

        yield return Swap("the policy opens", ["deny any -> any"], ["allow any -> any"]);
        yield return Swap("the policy closes", ["allow any -> any"], ["deny any -> any"]);
        yield return Swap("the policy rejects what it denied", ["deny any -> any"], ["reject any -> any"]);
        yield return Swap("two rules change places", ["allow web -> db", "deny any -> db"], ["deny any -> db", "allow web -> db"]);
        yield return Swap("a rule goes", Rules, Rules[1..]);
        yield return Swap("a rule comes first", Rules, ["deny api -> any : tcp", .. Rules]);
        yield return Swap("a rule changes its ports", ["allow web -> db : tcp/80"], ["allow web -> db : tcp/5432"]);
        yield return Swap("a rule changes its peers", ["allow web -> db"], ["allow api -> db"]);
        yield return Swap("a rule is turned round", ["allow web -> db"], ["allow db -> web"]);
        yield return Swap("a rule names more states", ["allow web -> db"], ["allow web -> db | states = [\"new\", \"established\"]", "deny db -> web | states = [\"established\"]"]);
    }

    private static GridCase Change(string name, Snapshot before, Snapshot after)
        => GridCases.Only(name, Rules) with { World = after, Before = GridCases.Only($"before: {name}", Rules) with { World = before } };

    private static GridCase Swap(string name, string[] before, string[] after) => GridCases.Only(name, after) with { Before = GridCases.Only($"before: {name}", before) };
}
