using Microsoft.Extensions.Logging;

namespace HostWall.Docker;

internal static partial class DockerLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Following Docker {EngineVersion} at {Endpoint}")]
    public static partial void Following(this ILogger log, string engineVersion, DockerEndpoint endpoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Docker at {Endpoint} is away: {Why}. The rules stay as they are; trying again")]
    public static partial void Away(this ILogger log, DockerEndpoint endpoint, string why);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Docker at {Endpoint} is still away: {Why}")]
    public static partial void StillAway(this ILogger log, DockerEndpoint endpoint, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Docker's events came faster than they could be read; looking at everything again")]
    public static partial void EventsLost(this ILogger log);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The image {ImageId} of container {Name} ({Id}) is gone: its labels cannot be told from the operator's, and none of them counts")]
    public static partial void ImageGone(this ILogger log, string name, string id, string imageId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Docker cannot tell of {Subject} {Id}: {Why}. {Consequence}; trying again at each look")]
    public static partial void ObjectFailed(this ILogger log, string subject, string id, string why, string consequence);
}
