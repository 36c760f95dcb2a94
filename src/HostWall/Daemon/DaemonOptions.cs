using HostWall.Docker;

namespace HostWall.Daemon;

/// <summary>What <c>hostwall daemon</c> was started with; null where the settings file or the default is to decide.</summary>
/// <param name="Docker">Where the engine listens.</param>
/// <param name="ConfigFolder">Holds <c>hostwall.toml</c>, <c>policy.toml</c> and <c>policy.d</c>.</param>
public sealed record DaemonOptions(DockerEndpoint? Docker, string ConfigFolder, string? StateFolder, string? Socket);
