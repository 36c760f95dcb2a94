using HostWall.Core.Addressing;

namespace HostWall.Core.Render;

/// <summary>Matches in nft's words.</summary>
/// <param name="Family">The only family whose packets match; null for both. nft refuses to ask one packet about two families.</param>
internal readonly record struct NftMatchText(string Text, Family? Family = null)
{
    /// <summary>No match at all.</summary>
    public static readonly NftMatchText Anything = new("");

    public bool Meets(NftMatchText other) => Family is null || other.Family is null || Family == other.Family;

    public NftMatchText And(NftMatchText other) => new($"{Text}{other.Text} ", Family ?? other.Family);
}
