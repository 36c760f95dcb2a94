namespace HostWall.Scenarios.Grid;

/// <summary>The first rule that matches decides, whatever it says.</summary>
internal static class OrderCases
{
    private static readonly string[] Actions = ["allow", "deny", "reject"];

    public static IEnumerable<GridCase> All()
    {
        foreach (var (first, second) in Actions.SelectMany(_ => Actions, (one, other) => (one, other)).Where(pair => pair.one != pair.other))
        {
            yield return GridCases.Only($"{first} before {second} of the same flows", $"{first} web -> db", $"{second} web -> db");
            yield return GridCases.Only($"{first} of one port before {second} of all", $"{first} any -> db : tcp/80", $"{second} any -> db");
            yield return GridCases.Only($"{first} of all before {second} of one port", $"{first} any -> db", $"{second} any -> db : tcp/80");
            yield return GridCases.Only($"{first} of a tier before {second} of containers", $"{first} web -> api,host,world", $"{second} containers -> any");
            yield return GridCases.Only($"{first} of containers before {second} of a tier", $"{first} containers -> any", $"{second} web -> api,host,world");
            yield return GridCases.Only($"{first} of the client before {second} of the world", $"{first} client -> any", $"{second} world -> web,db");
            yield return GridCases.Only($"{first} and {second} that overlap in part", $"{first} web,host -> api,db : tcp/1-100 udp", $"{second} web,world -> db,web : tcp udp/53");
        }

        foreach (var action in Actions)
        {
            yield return GridCases.With($"{action} of everything last", $"{action} any -> any");
            yield return GridCases.Only($"{action} of everything first", $"{action} any -> any", "allow web -> db", "deny any -> api");
            yield return GridCases.With($"{action} between members of one tier", $"{action} web -> web");
            yield return GridCases.With($"{action} of unlabelled on both sides", $"{action} unlabelled -> unlabelled");
            yield return GridCases.With($"{action} of established packets between tiers", $"{action} db -> web | states = [\"established\"]", "allow any -> any");
            yield return GridCases.With($"{action} of new and established from the world", $"{action} world -> web | states = [\"new\", \"established\"]", "allow any -> any");
            yield return GridCases.With($"{action} of invalid and untracked packets only", $"{action} any -> any | states = [\"invalid\", \"untracked\"]", "allow web -> db");
            yield return GridCases.With($"{action} that is logged", $"{action} any -> web | log = true", "allow any -> any");
        }

        yield return GridCases.Only("no rule at all");
        yield return GridCases.Only("twenty rules that do not matter before the one that does", [.. Enumerable.Range(1, 20).Select(port => $"deny any -> any : tcp/{1000 + port}"), "allow web -> db"]);
        yield return GridCases.Only("allow, deny, reject and allow, each a port further", "allow any -> db : tcp/80", "deny any -> db : tcp/1-5431", "reject any -> db : tcp/5432", "allow any -> db");
        yield return GridCases.Over("audit mode passes what is denied and rejected", "schema = 1\n[settings]\nmode = \"audit\"\n[tiers.web]\n[tiers.db]\n", GridWorld.Labelled, "deny any -> web", "reject any -> db");
    }
}
