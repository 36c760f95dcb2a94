using HostWall.Core.Evaluate;

namespace HostWall.Conntrack;

/// <summary>The kernel's memory of open flows, in the network namespace of the calling thread. The kernel answers within the call: nothing waits.</summary>
public interface IConntrack
{
    /// <summary>Every tracked flow of both address families, read as it is enumerated; flows may be ended meanwhile.</summary>
    /// <exception cref="ConntrackException">The kernel did not answer.</exception>
    IEnumerable<TrackedFlow> List();

    /// <summary>Makes the kernel forget these flows, and nothing that has taken their place since.</summary>
    /// <returns>How many were still there.</returns>
    /// <exception cref="ConntrackException">The kernel refused; flows before the one that failed are ended.</exception>
    int End(IEnumerable<TrackedFlow> flows);
}

/// <summary>The kernel did not do what was asked of its connection tracking; the message says what.</summary>
public sealed class ConntrackException(string message, Exception? inner = null) : Exception(message, inner);
