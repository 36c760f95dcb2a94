namespace HostWall.Scenarios.Grid;

/// <summary>Rules that match only where both ends have something in common.</summary>
internal static class SameCases
{
    private static readonly string[] Keys = ["project", "network", "label:env", "label:nosuch", "label:com.docker.compose.service", "project\", \"network", "project\", \"label:env", "label:com.docker.compose.service\", \"label:env"];

    public static IEnumerable<GridCase> All()
    {
        foreach (var key in Keys)
        {
            var same = $"same = [\"{key}\"]";
            var name = key.Replace("\"", "", StringComparison.Ordinal);
            yield return GridCases.Only($"web may reach db of the same {name}", $"allow web -> db | {same}");
            yield return GridCases.Only($"anybody may reach anybody of the same {name}", $"allow any -> any | {same}");
            yield return GridCases.Only($"the same {name} is shut out first", $"reject containers -> containers : tcp | {same}", "allow containers -> containers");
            yield return GridCases.Only($"the same {name}, narrowed", $"allow web[project=shop],api -> db,api[project=blog] : udp tcp/80 | {same}", "allow world -> web");
        }

        yield return GridCases.Only("two rules with different things in common", "allow web -> api : tcp | same = [\"project\"]", "allow any -> any : udp | same = [\"label:env\"]", "deny any -> any");
        foreach (var gone in (string[])["shop-db", "wiki-web"])
        {
            yield return GridCases.Only($"the same project when {gone} is gone", "allow any -> any | same = [\"project\"]") with
            {
                World = GridWorld.Labelled.Without(gone),
                Before = GridCases.Only($"before: {gone} is gone", "allow any -> any | same = [\"project\"]"),
            };
        }
    }
}
