using System.Globalization;

namespace HostWall.Commands.Output;

/// <summary>Times for people: UTC, as the log has them.</summary>
internal static class Times
{
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Of(DateTimeOffset? time) => time is { } known ? Of(known) : "-";
}
