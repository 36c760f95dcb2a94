namespace HostWall.Core.Policy;

public enum Mode
{
    /// <summary>What the policy denies is dropped.</summary>
    Enforce,

    /// <summary>What the policy denies is counted and logged, and passes.</summary>
    Audit,
}

public enum BackendChoice
{
    Auto,
    Nftables,
}

/// <summary>What becomes of packets that conntrack calls invalid, where no rule decides.</summary>
public enum InvalidPackets
{
    Drop,
    Allow,
}

/// <summary>The table <c>[settings]</c>.</summary>
/// <param name="Cut">Whether open flows end when a change takes their permission away.</param>
/// <param name="ImageLabels">Whether a label that comes with an image counts.</param>
public sealed record Settings(Mode Mode, BackendChoice Backend, InvalidPackets Invalid, bool Cut, bool ImageLabels)
{
    public static readonly Settings Default = new(Mode.Enforce, BackendChoice.Auto, InvalidPackets.Drop, Cut: true, ImageLabels: false);
}
