using HostWall.Core;
using HostWall.Docker;

namespace HostWall.Daemon;

public enum LogVerbosity
{
    Debug,
    Information,
    Warning,
    Error,
}

/// <summary>The daemon's own settings: <c>hostwall.toml</c> in the config folder. None of them says what may pass; that is the policy's.</summary>
/// <param name="Docker">Where the engine listens.</param>
/// <param name="ForeignBridges">Names of bridges that are not Docker's and are left alone; may end in <c>*</c>.</param>
/// <param name="Resync">How often all is looked at again without being told.</param>
/// <param name="NflogGroup">The netfilter log group that the daemon reads.</param>
public sealed record DaemonSettings(
    DockerEndpoint Docker,
    string Socket,
    string StateFolder,
    LogVerbosity LogLevel,
    EquatableArray<string> ForeignBridges,
    TimeSpan Resync,
    ushort NflogGroup)
{
    public const string FileName = "hostwall.toml";

    public static readonly DaemonSettings Default = new(
        Docker: DockerEndpoint.ParseOrNull("unix:///run/docker.sock")!, // a constant that reads
        Socket: "/run/hostwall/hostwall.sock",
        StateFolder: "/var/lib/hostwall",
        LogVerbosity.Information,
        ForeignBridges: ["virbr*", "lxcbr*", "lxdbr*", "incusbr*", "vmbr*"],
        Resync: TimeSpan.FromMinutes(5),
        NflogGroup: 5);

    /// <summary>Reads the file of a config folder; without one, all is as by default.</summary>
    public static SettingsReading Read(string configFolder)
    {
        var path = Path.Combine(configFolder, FileName);
        try
        {
            return File.Exists(path) ? DaemonSettingsReader.Read(path, File.ReadAllText(path)) : new SettingsReading.Sound(Default);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new SettingsReading.Faulty([$"{path}: error: cannot be read: {e.Message}"]);
        }
    }
}

/// <summary>What came of reading the settings.</summary>
public abstract record SettingsReading
{
    private SettingsReading()
    {
    }

    public sealed record Sound(DaemonSettings Settings) : SettingsReading;

    /// <param name="Messages">Every fault, as <c>path:line:column: error: message</c>.</param>
    public sealed record Faulty(EquatableArray<string> Messages) : SettingsReading;
}
