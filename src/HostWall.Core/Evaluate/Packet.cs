using HostWall.Core.Addressing;
using HostWall.Core.Rules;

namespace HostWall.Core.Evaluate;

/// <summary>A packet at one hook, as a rule set sees it: destination NAT is done.</summary>
/// <param name="In">The link it came in by; null in the output hook.</param>
/// <param name="Out">The link it leaves by; null in the input hook.</param>
/// <param name="Port">Destination port; for ICMP the ordinal of its <see cref="IcmpType"/>.</param>
/// <param name="State">Exactly one conntrack state.</param>
/// <param name="At">When it comes.</param>
/// <param name="OriginalPort">The port that it was sent to, where NAT has rewritten its destination; else null.</param>
public sealed record Packet(
    Hook Hook,
    Link? In,
    Link? Out,
    Address Source,
    Address Destination,
    Protocol Protocol,
    ushort Port,
    ConntrackStates State,
    DateTimeOffset At,
    bool Syn = true,
    ushort? OriginalPort = null);

/// <param name="IsBridge">The kernel's link kind is bridge.</param>
public sealed record Link(string Name, bool IsBridge);
