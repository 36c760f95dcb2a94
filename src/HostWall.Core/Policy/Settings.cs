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

/// <summary>The table <c>[settings]</c>.</summary>
/// <param name="ImageLabels">Whether a label that comes with an image counts.</param>
public sealed record Settings(Mode Mode, BackendChoice Backend, bool ImageLabels)
{
    public static readonly Settings Default = new(Mode.Enforce, BackendChoice.Auto, ImageLabels: false);
}
