using HostWall.Core.Addressing;
using HostWall.Core.Text;

namespace HostWall.Core.Policy;

/// <summary>What a policy expects of one flow. A tier stands for any of its members, <c>world</c> for an address that is in no group, a group for an address of it.</summary>
/// <param name="Port">One port of one protocol, one type of ICMP, or all of ICMP.</param>
/// <param name="Expect">Whether the flow is to be let through.</param>
/// <param name="At">The moment that is asked about; null for now.</param>
/// <param name="Span">The name's place.</param>
public sealed record PolicyTest(string Name, Peer From, Peer To, PortMatch Port, Default Expect, DateTimeOffset? At, Origin Origin, TextSpan Span);
