using Microsoft.Extensions.Logging;

namespace HostWall.Control;

/// <summary>Hands what the web server logs on to the daemon's log.</summary>
internal sealed class ForwardedLog(ILoggerFactory daemon) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => daemon.CreateLogger(categoryName);

    public void Dispose()
    {
        // The daemon's log outlives the server.
    }
}
