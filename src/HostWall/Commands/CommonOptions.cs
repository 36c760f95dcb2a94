using System.CommandLine;
using HostWall.Daemon;

namespace HostWall.Commands;

/// <summary>The options that every command takes.</summary>
internal sealed class CommonOptions
{
    public const string DefaultConfigFolder = "/etc/hostwall";

    public Option<string?> Socket { get; } = new("--socket")
    {
        Description = $"The daemon's control socket (default: what hostwall.toml says, else {DaemonSettings.Default.Socket})",
        HelpName = "PATH",
        Recursive = true,
    };

    public Option<string> Config { get; } = new("--config")
    {
        Description = "The folder of policy.toml, policy.d and hostwall.toml",
        HelpName = "DIR",
        Recursive = true,
        DefaultValueFactory = _ => DefaultConfigFolder,
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Print one JSON document and nothing else",
        Recursive = true,
    };
}
