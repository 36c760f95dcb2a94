using HostWall.Core.Addressing;
using HostWall.Core.Rules;

namespace HostWall.Core.Evaluate;

/// <summary>A packet at one hook, as a rule set sees it: destination NAT is done.</summary>
/// <param name="In">The link it came in by; null in the output hook.</param>
/// <param name="Out">The link it leaves by; null in the input hook.</param>
/// <param name="Port">Destination port; 0 for ICMP.</param>
/// <param name="State">Exactly one conntrack state.</param>
/// <param name="Translated">Its destination was rewritten by NAT.</param>
public sealed record Packet(
    Hook Hook,
    Link? In,
    Link? Out,
    Address Source,
    Address Destination,
    Protocol Protocol,
    ushort Port,
    ConntrackStates State,
    bool Syn = true,
    bool Translated = false);

/// <param name="IsBridge">The kernel's link kind is bridge.</param>
public sealed record Link(string Name, bool IsBridge);
