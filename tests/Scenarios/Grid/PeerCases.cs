namespace HostWall.Scenarios.Grid;

/// <summary>Whom <c>from</c> and <c>to</c> stand for.</summary>
internal static class PeerCases
{
    private static readonly string[] WithContainers = ["any", "containers", "unlabelled", "web", "db"];
    private static readonly string[] WithoutContainers = ["host", "world", "client", "elsewhere"];
    private static readonly string[] Groups = ["client", "just-client", "elsewhere", "all-but-client", "all-but-neighbours", "nobody", "only-v4", "uplink", "client-by-uplink", "client-by-other-link", "of-our-bridges"];

    /// <summary>Each kind on each side; two kinds of which none can be a container are refused by the reader.</summary>
    public static IEnumerable<GridCase> Alone()
    {
        foreach (var (from, to) in from sender in (string[])[.. WithContainers, .. WithoutContainers]
                                   from receiver in (string[])[.. WithContainers, .. WithoutContainers]
                                   where WithContainers.Contains(sender) || WithContainers.Contains(receiver)
                                   select (sender, receiver))
        {
            yield return GridCases.With($"{from} may reach {to}", $"allow {from} -> {to}");
        }

        foreach (var group in Groups.Except(WithoutContainers))
        {
            yield return GridCases.With($"group {group} may reach web", $"allow {group} -> web");
            yield return GridCases.With($"web may reach group {group}", $"allow web -> {group}");
        }

        foreach (var group in Groups)
        {
            yield return GridCases.With($"group {group} may not reach db, which the world may", $"deny {group} -> db", "allow world -> db");
            yield return GridCases.With($"db may not reach group {group}, but the rest of the world", $"reject db -> {group}", "allow db -> world");
        }
    }

    /// <summary>Every two kinds in one list, on either side.</summary>
    public static IEnumerable<GridCase> Pairs()
    {
        string[] kinds = [.. WithContainers, .. WithoutContainers];
        foreach (var (index, one) in kinds.Index())
        {
            foreach (var other in kinds[(index + 1)..])
            {
                yield return GridCases.With($"{one} and {other} may reach db", $"allow {one},{other} -> db : tcp/5432 udp/53");
                yield return GridCases.With($"api may reach {one} and {other}", $"allow api -> {one},{other} : tcp/80 udp/5000 sctp");
            }
        }
    }
}
