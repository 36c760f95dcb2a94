namespace HostWall.Control;

/// <summary>What a caller may do.</summary>
internal enum Access
{
    None,
    Read,
    All,
}
