namespace HostWall.Core.Addressing;

/// <summary>Netfilter's conntrack states.</summary>
[Flags]
public enum ConntrackStates
{
    None = 0,
    New = 1,
    Established = 2,
    Related = 4,
    Invalid = 8,
    Untracked = 16,
}
