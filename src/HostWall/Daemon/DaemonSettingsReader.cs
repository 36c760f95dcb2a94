using System.Globalization;
using HostWall.Core;
using HostWall.Core.Addressing;
using HostWall.Docker;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace HostWall.Daemon;

/// <summary>Reads <c>hostwall.toml</c>: all faults in one go, and an unknown key is one.</summary>
internal sealed class DaemonSettingsReader
{
    private static readonly string[] Keys = ["docker", "socket", "state", "log-level", "resync", "nflog-group", "bridges.foreign"];

    private readonly string _path;
    private readonly List<string> _faults = [];
    private DaemonSettings _settings = DaemonSettings.Default;

    private DaemonSettingsReader(string path) => _path = path;

    public static SettingsReading Read(string path, string text)
    {
        var reader = new DaemonSettingsReader(path);
        var document = SyntaxParser.Parse(text, path, validate: true);
        if (document.HasErrors)
        {
            reader._faults.AddRange(document.Diagnostics.Select(fault => reader.Line(fault.Span, fault.Message)));
        }
        else
        {
            reader.ReadAll(document.KeyValues, prefix: "");
            foreach (var table in document.Tables)
            {
                reader.ReadAll(table.Items, $"{NameOf(table.Name)}.");
            }
        }

        return reader._faults.Count == 0
            ? new SettingsReading.Sound(reader._settings)
            : new SettingsReading.Faulty([.. reader._faults]);
    }

    private void ReadAll(IEnumerable<KeyValueSyntax> pairs, string prefix)
    {
        foreach (var pair in pairs)
        {
            var key = prefix + NameOf(pair.Key);
            if (!Keys.Contains(key, StringComparer.Ordinal))
            {
                _faults.Add(Line(pair.Key!.Span, $"unknown key {key}; these are known: {string.Join(", ", Keys)}")); // a pair without errors has a key
            }
            else if (Set(key, pair.Value) is { } expected)
            {
                _faults.Add(Line(pair.Value!.Span, $"{key} is to be {expected}"));
            }
        }
    }

    /// <summary>Takes a value; or says what it should have been.</summary>
    private string? Set(string key, ValueSyntax? value)
    {
        switch (key, value)
        {
            case ("docker", StringValueSyntax text) when DockerEndpoint.ParseOrNull(text.Value) is { } docker:
                _settings = _settings with { Docker = docker };
                return null;

            case ("docker", _):
                return DockerEndpoint.Expected;

            case ("socket", StringValueSyntax { Value: ['/', _, ..] socket }):
                _settings = _settings with { Socket = socket };
                return null;

            case ("state", StringValueSyntax { Value: ['/', _, ..] state }):
                _settings = _settings with { StateFolder = state };
                return null;

            case ("socket" or "state", _):
                return "an absolute path";

            case ("log-level", StringValueSyntax text) when LevelOf(text.Value) is { } level:
                _settings = _settings with { LogLevel = level };
                return null;

            case ("log-level", _):
                return "\"debug\", \"information\", \"warning\" or \"error\"";

            case ("resync", StringValueSyntax text) when PeriodOf(text.Value) is { } period:
                _settings = _settings with { Resync = period };
                return null;

            case ("resync", _):
                return "a time from \"10s\" to \"24h\"";

            case ("nflog-group", IntegerValueSyntax { Value: >= 1 and <= ushort.MaxValue and var group }):
                _settings = _settings with { NflogGroup = (ushort)group };
                return null;

            case ("nflog-group", _):
                return "a number from 1 to 65535";

            case (_, ArraySyntax array) when PatternsOf(array) is { } patterns:
                _settings = _settings with { ForeignBridges = patterns };
                return null;

            default:
                return "a list of names of bridges, each of at most 15 characters, a * only at the end";
        }
    }

    private static LogVerbosity? LevelOf(string? text) => text switch
    {
        "debug" => LogVerbosity.Debug,
        "information" => LogVerbosity.Information,
        "warning" => LogVerbosity.Warning,
        "error" => LogVerbosity.Error,
        _ => null,
    };

    private static TimeSpan? PeriodOf(string? text)
    {
        if (text is not { Length: > 1 } || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return null;
        }

        var unit = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            _ => TimeSpan.Zero,
        };
        var period = unit * count;
        return period >= TimeSpan.FromSeconds(10) && period <= TimeSpan.FromHours(24) ? period : null;
    }

    private static EquatableArray<string>? PatternsOf(ArraySyntax array)
    {
        var patterns = array.Items.Select(item => (item.Value as StringValueSyntax)?.Value).ToList();
        return patterns.All(pattern => pattern is not null && LinkName.IsExpressiblePattern(pattern)) ? patterns.OfType<string>().ToEquatableArray() : null;
    }

    private static string NameOf(KeySyntax? key) => key?.ToString().Trim() ?? "";

    private string Line(SourceSpan span, string message)
        => string.Create(CultureInfo.InvariantCulture, $"{_path}:{span.Start.Line + 1}:{span.Start.Column + 1}: error: {message}");
}
