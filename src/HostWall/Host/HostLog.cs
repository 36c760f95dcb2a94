using Microsoft.Extensions.Logging;

namespace HostWall.Host;

internal static partial class HostLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Loaded br_netfilter, and switched it off for bridges that are not Docker's")]
    public static partial void LoadedBridgeFilter(this ILogger log);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Loaded br_netfilter, but cannot switch it off for bridges that are not Docker's: {Why}; set net.bridge.bridge-nf-call-iptables and -ip6tables to 0")]
    public static partial void BridgeSysctlsStayOn(this ILogger log, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cannot read whether br_netfilter is loaded: {Why}. No bridge counts as filtered between its ports, and all stay closed; trying again")]
    public static partial void BridgeSysctlsUnread(this ILogger log, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cannot switch on filtering between the ports of a bridge ({Subject}): {Why}. It stays closed; trying again")]
    public static partial void BridgeNotFiltered(this ILogger log, string subject, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cannot look at this host's links: {Why}. What was last seen stands; trying again")]
    public static partial void LinksUnseen(this ILogger log, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Changes of links are not reported ({Why}); looking every {Seconds} s until they are")]
    public static partial void LinkMonitorEnded(this ILogger log, string why, double seconds);
}
