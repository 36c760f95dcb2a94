using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HostWall.KernelTests.Harness;

namespace HostWall.KernelTests.Rules;

/// <summary>What the kernel lists of HostWall's tables, one line for each object; handles, what counters have counted and what limits remember of flows are left out.</summary>
internal sealed partial class KernelListing
{
    private readonly List<string> _lines;

    private KernelListing(List<string> lines) => _lines = lines;

    public static async Task<KernelListing> OfAsync(NetworkNamespace host)
    {
        var root = JsonNode.Parse(await host.RunAsync("nft", ["-j", "list", "ruleset"]))!;
        var objects = root["nftables"]!.AsArray().Select(item => item!.AsObject().Single()).Where(item => IsOurs(item.Key, item.Value!.AsObject()));
        return new KernelListing([.. objects.Select(item => Line(item.Key, item.Value!.AsObject()))]);
    }

    /// <summary>The numbers of the generations that anything belongs to.</summary>
    public IReadOnlySet<int> Generations => NumbersIn(_lines);

    /// <summary>The number of the one generation that the base chains send packets to.</summary>
    public int InForce => NumbersIn(_lines.Where(IsOfABaseChain)).ShouldHaveSingleItem();

    /// <summary>All of it, whatever the generation's number.</summary>
    public string Text => TextOf(_lines);

    /// <summary>What decides about packets: the base chains, and the generation that they send to.</summary>
    public string Deciding
    {
        get
        {
            var ofGeneration = $"\"g{InForce}_";
            return TextOf(_lines.Where(line => IsOfABaseChain(line) || line.Contains($"\"name\":{ofGeneration}", StringComparison.Ordinal) || line.Contains($"\"chain\":{ofGeneration}", StringComparison.Ordinal)));
        }
    }

    private static string TextOf(IEnumerable<string> lines)
    {
        var holders = lines.Select(line => Generation.Replace(line, "g_")).GroupBy(line => line.Split('{')[0]).OrderBy(holder => holder.Key, StringComparer.Ordinal);
        return string.Join('\n', holders.SelectMany(holder
            => holder.Key.StartsWith("rule", StringComparison.Ordinal) ? (IEnumerable<string>)holder : holder.Order(StringComparer.Ordinal)));
    }

    private static bool IsOfABaseChain(string line) => line.Contains("\"hook\":", StringComparison.Ordinal) || BaseRule.IsMatch(line);

    private static HashSet<int> NumbersIn(IEnumerable<string> lines)
        => [.. lines.SelectMany(line => Generation.Matches(line)).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];

    private static bool IsOurs(string kind, JsonObject item)
        => kind != "metainfo" && (string?)item[kind == "table" ? "name" : "table"] == "hostwall";

    /// <summary>The kind of the object, and for a rule its chain, stand in front: the kernel lists the rules of a chain in their order, all else in any.</summary>
    private static string Line(string kind, JsonObject item)
    {
        foreach (var name in (string[])["handle", "packets", "bytes"])
        {
            item.Remove(name);
        }

        // Sets outside the generations are limits' memory.
        if (kind == "set" && !Generation.IsMatch((string?)item["name"] ?? ""))
        {
            item.Remove("elem");
        }

        if (item["elem"] is JsonArray elements)
        {
            item["elem"] = new JsonArray([.. elements.Select(element => element!.ToJsonString()).Order(StringComparer.Ordinal).Select(text => JsonNode.Parse(text))]);
        }

        return kind == "rule" ? $"rule {item["family"]} {item["chain"]} {item.ToJsonString()}" : $"{kind} {item.ToJsonString()}";
    }

    [GeneratedRegex("\\bg([0-9]+)_")]
    private static partial Regex Generation { get; }

    [GeneratedRegex("^rule (inet|bridge) (forward|input|output) ")]
    private static partial Regex BaseRule { get; }
}
