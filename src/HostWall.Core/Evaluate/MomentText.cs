using System.Globalization;

namespace HostWall.Core.Evaluate;

/// <summary>A moment for people, in UTC.</summary>
internal static class MomentText
{
    public static string Of(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
