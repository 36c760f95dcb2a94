namespace HostWall.Core.Render;

/// <summary>Kinds of what a table holds, in the order in which they can be deleted: maps refer to chains, chains to sets and counters.</summary>
public enum NftKind
{
    Map,
    Chain,
    Set,
    Counter,
}

/// <summary>Something that a table of HostWall holds, as the kernel's listing names it.</summary>
/// <param name="Family">nft's word: inet or bridge.</param>
public sealed record NftObject(NftKind Kind, string Family, string Name)
{
    /// <summary>nft's word for the kind.</summary>
    public string Keyword => Kind switch
    {
        NftKind.Map => "map",
        NftKind.Chain => "chain",
        NftKind.Set => "set",
        NftKind.Counter => "counter",
    };
}
