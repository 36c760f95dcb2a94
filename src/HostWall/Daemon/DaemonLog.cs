using Microsoft.Extensions.Logging;

namespace HostWall.Daemon;

internal static partial class DaemonLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "stopped; the rules stay in the kernel, closed to new addresses")]
    public static partial void Stopped(this ILogger log);

    [LoggerMessage(Level = LogLevel.Critical, Message = "the daemon cannot run: {Reason}")]
    public static partial void CannotRun(this ILogger log, string reason);
}
