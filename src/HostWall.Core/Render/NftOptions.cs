namespace HostWall.Core.Render;

/// <summary>What the renderer is told about the host besides the rule set.</summary>
/// <param name="NflogGroup">The netfilter log group that the daemon reads.</param>
/// <param name="BridgeNames">
/// Whether the kernel's bridge family knows <c>meta ibrname</c> (module nft_meta_bridge). Without it the bridge hook cannot tell Docker's
/// bridges from others and is left empty: packets within a bridge are then held by br_netfilter alone.
/// </param>
public sealed record NftOptions(int NflogGroup, bool BridgeNames)
{
    /// <summary>The time zone that the kernel was told, by which it counts days of the week: minutes west of Greenwich, less than a day to either side.</summary>
    public int MinutesWest { get; init; }
}
