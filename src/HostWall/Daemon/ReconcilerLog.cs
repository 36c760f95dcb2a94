using Microsoft.Extensions.Logging;

namespace HostWall.Daemon;

internal static partial class ReconcilerLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "version {Version} is in force: {Summary}")]
    public static partial void VersionInForce(this ILogger log, int version, string summary);

    [LoggerMessage(Level = LogLevel.Information, Message = "containers changed: {Changes} ({Added} elements added, {Removed} removed)")]
    public static partial void MembershipChanged(this ILogger log, string changes, int added, int removed);

    [LoggerMessage(Level = LogLevel.Information, Message = "rules loaded as generation {Generation}: {Why}")]
    public static partial void RulesLoaded(this ILogger log, int generation, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Warning}")]
    public static partial void PolicyWarning(this ILogger log, string warning);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Container}: {Warning}")]
    public static partial void ContainerWarning(this ILogger log, string container, string warning);

    [LoggerMessage(Level = LogLevel.Error, Message = "the kernel does not take the rules, what was in force stays: {Reason}; trying again in {Delay}")]
    public static partial void PassFailed(this ILogger log, string reason, TimeSpan delay);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the kernel's rules were changed by somebody else and are put back: {Drift}")]
    public static partial void DriftFound(this ILogger log, string drift);

    [LoggerMessage(Level = LogLevel.Error, Message = "the kernel cannot be read: {Reason}")]
    public static partial void ReadingFailed(this ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "no policy is in force: {Reason}")]
    public static partial void NoPolicy(this ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "version {Version} cannot be used: {Reason}")]
    public static partial void VersionDamaged(this ILogger log, int version, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the state folder lags behind the kernel: {Reason}")]
    public static partial void StateFailed(this ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "HostWall is disabled since {Since} by {User}: none of its rules are in the kernel; `hostwall enable` puts them back")]
    public static partial void Disabled(this ILogger log, DateTimeOffset since, string user);

    [LoggerMessage(Level = LogLevel.Information, Message = "no longer allowed: {Cut}")]
    public static partial void FlowsCut(this ILogger log, string cut);

    [LoggerMessage(Level = LogLevel.Error, Message = "flows that are no longer allowed may still be open: {Reason}; trying again")]
    public static partial void FlowsNotCut(this ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "change refused: {Reason}")]
    public static partial void ChangeRefused(this ILogger log, string reason);
}
