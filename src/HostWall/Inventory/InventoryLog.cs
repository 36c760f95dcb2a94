using Microsoft.Extensions.Logging;

namespace HostWall.Inventory;

internal static partial class InventoryLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Containers came or went on {Bridges} while Docker is away: which address is whose is not known, and all on them are closed until Docker answers")]
    public static partial void PortsChanged(this ILogger log, string bridges);
}
