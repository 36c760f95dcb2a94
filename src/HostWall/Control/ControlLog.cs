using Microsoft.Extensions.Logging;

namespace HostWall.Control;

internal static partial class ControlLog
{
    [LoggerMessage(EventId = 400, Level = LogLevel.Information, Message = "control socket listens on {Path}")]
    public static partial void Listens(this ILogger logger, string path);

    [LoggerMessage(EventId = 401, Level = LogLevel.Warning, Message = "refused {Method} {Path} to {User} (uid {Uid}, pid {Pid}): not allowed")]
    public static partial void NotAllowed(this ILogger logger, string method, string path, string user, uint uid, int pid);

    [LoggerMessage(EventId = 402, Level = LogLevel.Information, Message = "{Path} asked for by {User} (uid {Uid}, pid {Pid}): HTTP {Status}")]
    public static partial void Asked(this ILogger logger, string path, string user, uint uid, int pid, int status);
}
