using System.Net;

namespace HostWall.Probing;

/// <summary>A probe to send.</summary>
/// <param name="FromPid">A process in the sender's network namespace; 0 for the host's own.</param>
/// <param name="From">The sender's address; null for the one that its routes choose.</param>
/// <param name="ToPid">A process in the receiver's network namespace; 0 for the host's own.</param>
internal sealed record ProbeTarget(int FromPid, IPAddress? From, int ToPid, IPEndPoint To, ProbeProtocol Protocol);

internal enum ProbeProtocol
{
    Tcp,
    Udp,
    Icmp,
}
