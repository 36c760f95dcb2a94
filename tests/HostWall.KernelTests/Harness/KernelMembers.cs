using System.Text.Json;
using System.Text.RegularExpressions;

namespace HostWall.KernelTests.Harness;

/// <summary>Who is in which tier by the sets in the kernel, read with nft as an operator would.</summary>
/// <param name="Members">A line each, in order: <c>web br-0123456789ab 10.113.1.2</c>.</param>
/// <param name="Others">Addresses in any other set or map that are in no tier's set.</param>
/// <param name="Generations">The generations that the names in the table bear: one, but in the midst of a change.</param>
public sealed partial record KernelMembers(string Members, IReadOnlyList<string> Others, IReadOnlyList<string> Generations)
{
    public static async Task<KernelMembers> ReadAsync(DockerHost host)
    {
        using var document = JsonDocument.Parse(await host.RunAsync("nft", ["-j", "list", "table", "inet", "hostwall"]));
        var objects = document.RootElement.GetProperty("nftables").EnumerateArray()
            .SelectMany(entry => entry.EnumerateObject())
            .Where(entry => entry.Name is "set" or "map" or "chain")
            .ToList();
        var elements = objects
            .Where(entry => entry.Value.TryGetProperty("elem", out _))
            .SelectMany(entry => entry.Value.GetProperty("elem").EnumerateArray().Select(element => (Set: Name(entry.Value), Key: Key(element))))
            .Where(element => element.Key.Length == 2)
            .ToList();
        var members = elements
            .Where(element => TierSet().IsMatch(element.Set))
            .Select(element => $"{TierSet().Match(element.Set).Groups[1].Value} {element.Key[0]} {element.Key[1]}")
            .Order(StringComparer.Ordinal)
            .ToList();
        var known = members.Select(member => member.Split(' ')[^1]).ToHashSet(StringComparer.Ordinal);
        return new KernelMembers(
            string.Join('\n', members),
            [.. elements.Where(element => !known.Contains(element.Key[1])).Select(element => $"{element.Set} {string.Join(' ', element.Key)}")],
            [.. objects.Select(entry => Generation().Match(Name(entry.Value))).Where(match => match.Success).Select(match => match.Value).Distinct(StringComparer.Ordinal)]);
    }

    private static string Name(JsonElement named) => named.GetProperty("name").GetString() ?? "";

    /// <summary>The bridge and the address of a set's or map's element; empty for other kinds.</summary>
    private static string[] Key(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
            element = element[0];
        if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("elem", out var wrapped))
            element = wrapped.GetProperty("val");
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty("concat", out var parts) && parts.GetArrayLength() == 2
            ? [.. parts.EnumerateArray().Select(part => part.ToString())]
            : [];
    }

    [GeneratedRegex("^g[0-9]+_tier_(.+)[46]$")]
    private static partial Regex TierSet();

    [GeneratedRegex("^g[0-9]+(?=_)")]
    private static partial Regex Generation();
}
