using System.Globalization;
using HostWall.Core.Policy.Toml;
using HostWall.Core.Text;

namespace HostWall.Core.Policy.Reading;

/// <summary>Reads <c>expires</c> of a rule and <c>at</c> of a test: a date and time with its offset from UTC.</summary>
internal static class MomentReader
{
    /// <summary>The kernel counts nanoseconds in 64 bits, which end in 2262; nobody means these years.</summary>
    private const int FirstYear = 1970, LastYear = 2199;

    private const string Example = "2027-06-30T00:00:00Z";

    public static DateTimeOffset? Read(TableReader reader, string key)
    {
        var node = reader.Node(key);
        if (node is null or TomlNode.Moment)
        {
            return node is TomlNode.Moment moment ? Kept(reader, key, moment) : null;
        }

        reader.ReportType(key, node, node switch
        {
            TomlNode.Text => $"a date and time without quotes, as {Example}",
            TomlNode.Local { AsUtc: { } meant } => $"a date and time with its offset from UTC, as {Text(meant)}",
            _ => $"a date and time with its offset from UTC, as {Example}",
        });
        return null;
    }

    private static DateTimeOffset? Kept(TableReader reader, string key, TomlNode.Moment moment)
    {
        var utc = moment.Value.ToUniversalTime();
        var fault = utc.Year is < FirstYear or > LastYear ? string.Create(CultureInfo.InvariantCulture, $"\"{key}\" is in the years {FirstYear} to {LastYear}")
            : utc.Ticks % TimeSpan.TicksPerSecond != 0 ? $"\"{key}\" is in whole seconds, as {Text(utc)}"
            : null;
        if (fault is null)
        {
            return utc;
        }

        reader.Findings.Add(DiagnosticCodes.BadTime, moment.Span, fault);
        return null;
    }

    private static string Text(DateTimeOffset utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
