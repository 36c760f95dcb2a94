using HostWall.Core.Addressing;
using HostWall.Core.Text;

namespace HostWall.Core.Policy;

/// <summary>What a policy must never let through, whoever runs on the host and whatever the time.</summary>
/// <param name="From">Whose flows are forbidden.</param>
/// <param name="Except">Those among them who may all the same; empty for nobody.</param>
/// <param name="To">Whom they are not to reach.</param>
/// <param name="Ports">Empty for every protocol and port.</param>
/// <param name="Span">The name's place.</param>
public sealed record Invariant(
    string Name,
    EquatableArray<Peer> From,
    EquatableArray<Peer> Except,
    EquatableArray<Peer> To,
    EquatableArray<PortMatch> Ports,
    Origin Origin,
    TextSpan Span);
