using System.Text.Json;
using HostWall.Core;
using HostWall.Core.Render;

namespace HostWall.Kernel;

/// <summary>What <c>nft -j list</c> says of one or both tables of HostWall; those of others are passed over.</summary>
internal sealed class NftListing
{
    private readonly HashSet<string> _sleepingTables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Place, List<string> Comments)> _chains = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlySet<string>> _holders = new(StringComparer.Ordinal);
    private readonly List<NftObject> _objects = [];
    private readonly List<Counter> _counters = [];

    /// <exception cref="DataplaneException">nft answered with something else than its JSON.</exception>
    public static NftListing Parse(params IEnumerable<string> documents)
    {
        var listing = new NftListing();
        foreach (var document in documents)
        {
            Read(document, listing.Add);
        }

        return listing;
    }

    /// <summary>Takes in the elements of a set or map, out of a listing of its own.</summary>
    /// <exception cref="DataplaneException">nft answered with something else than its JSON.</exception>
    public void Fill(string document) => Read(document, item =>
    {
        if (item.Name is "set" or "map")
        {
            _holders[Key(item.Value, "name")] = NftElementText.Of(item.Value);
        }
    });

    /// <summary>Sets that packets fill.</summary>
    public EquatableArray<NftObject> Remembering => [.. Holders.Where(holder => NftNames.GenerationOf(holder.Name) is null)];

    /// <summary>Sets and maps that generations fill.</summary>
    public EquatableArray<NftObject> OfGenerations => [.. Holders.Where(holder => NftNames.GenerationOf(holder.Name) is not null)];

    /// <summary>All chains, sets, maps and counters.</summary>
    public EquatableArray<NftObject> Objects => [.. _objects];

    public EquatableArray<Counter> Counters => [.. _counters];

    public NftContents Contents => new(
        _chains.ToDictionary(chain => chain.Key, chain => new NftChainContents(chain.Value.Place, [.. chain.Value.Comments]), StringComparer.Ordinal),
        _holders);

    /// <summary>Whether the base chains of forward, input and output all have rules: with one of them empty, the host is open.</summary>
    public bool HasRules => _chains.Count(chain
        => chain.Key.StartsWith("inet ", StringComparison.Ordinal) && chain.Value.Place.Length > 0 && chain.Value.Comments.Count > 0) == 3;

    private IEnumerable<NftObject> Holders => _objects.Where(item => item.Kind is NftKind.Set or NftKind.Map);

    private static void Read(string document, Action<JsonProperty> take)
    {
        try
        {
            using var json = JsonDocument.Parse(document);
            foreach (var item in json.RootElement.GetProperty("nftables").EnumerateArray())
            {
                take(item.EnumerateObject().First());
            }
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new DataplaneException("nft's listing could not be read", failure);
        }
    }

    private void Add(JsonProperty item)
    {
        var value = item.Value;
        if (item.Name != "metainfo" && !string.Equals(Text(value, item.Name == "table" ? "name" : "table"), NftNames.Table, StringComparison.Ordinal))
        {
            return;
        }

        switch (item.Name)
        {
            case "table":
                if (value.TryGetProperty("flags", out _))
                {
                    // nft 1.0.6 writes the table's name where the flag's should be: whatever it is, HostWall sets none.
                    _sleepingTables.Add(Text(value, "family"));
                }

                break;
            case "chain":
                AddObject(NftKind.Chain, value);
                _chains.Add(Key(value, "name"), (PlaceOf(value), []));
                break;
            case "rule":
                _chains[Key(value, "chain")].Comments.Add(value.TryGetProperty("comment", out var comment) ? comment.GetString()! : "");
                break;
            case "set" or "map":
                AddObject(item.Name == "map" ? NftKind.Map : NftKind.Set, value);
                _holders.Add(Key(value, "name"), NftNames.GenerationOf(Text(value, "name")) is null ? NftContents.FilledByPackets : NftElementText.Of(value));
                break;
            case "counter":
                AddObject(NftKind.Counter, value);
                _counters.Add(new Counter(Text(value, "name"), value.GetProperty("packets").GetInt64(), value.GetProperty("bytes").GetInt64()));
                break;
        }
    }

    /// <summary>In the form of <see cref="NftChainContents.Place"/>. A dormant table's base chains hang nowhere.</summary>
    private string PlaceOf(JsonElement chain)
        => !chain.TryGetProperty("hook", out var hook) ? ""
            : _sleepingTables.Contains(Text(chain, "family")) ? "dormant"
            : $"{hook.GetString()} {chain.GetProperty("prio")} {Text(chain, "policy")}";

    private void AddObject(NftKind kind, JsonElement value) => _objects.Add(new NftObject(kind, Text(value, "family"), Text(value, "name")));

    private static string Key(JsonElement value, string name) => NftContents.Key(Text(value, "family"), Text(value, name));

    private static string Text(JsonElement value, string name) => value.GetProperty(name).GetString()!;
}
