using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace HostWall.Docker;

/// <summary>Single things that the engine cannot tell of: each is reported once, not at every look, and keeps nothing else from being known.</summary>
internal sealed class ObjectFailures(ILogger log)
{
    private readonly ConcurrentDictionary<string, string> _reported = new();

    public void Failed(string subject, string id, string why, string consequence)
    {
        if (_reported.TryAdd(id, why))
        {
            log.ObjectFailed(subject, id, why, consequence);
        }
    }

    public void Answered(string id) => _reported.TryRemove(id, out _);
}
