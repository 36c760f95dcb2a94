using System.Net;
using CliWrap;

namespace HostWall.KernelTests.Harness;

/// <summary>
/// A private Docker host (packaging/testhost.sh): a network namespace with a dockerd of its own, and a second one that
/// is the outside, one veth away.
/// </summary>
public sealed partial class DockerHost : IAsyncDisposable
{
    private static readonly string Client = File.Exists("/usr/bin/docker") ? "/usr/bin/docker" : "docker";
    private readonly IReadOnlyDictionary<string, string> _settings;

    private DockerHost(string folder, IReadOnlyDictionary<string, string> settings) => (Folder, _settings) = (folder, settings);

    /// <summary>The state folder: logs, sockets and room for the test's own files, on a tmpfs.</summary>
    public string Folder { get; }

    /// <summary>dockerd's endpoint, as <c>DOCKER_HOST</c> wants it.</summary>
    public string Endpoint => _settings["DOCKER_HOST"];

    public string NamespacePath => _settings["HOST_NETNS"];
    public IPAddress V4 => IPAddress.Parse(_settings["HOST_V4"]);
    public IPAddress V6 => IPAddress.Parse(_settings["HOST_V6"]);

    /// <summary>The outside client, whose default route is the host: it can try containers' own addresses too.</summary>
    public string ClientNamespacePath => _settings["CLIENT_NETNS"];
    public IPAddress ClientV4 => IPAddress.Parse(_settings["CLIENT_V4"]);
    public IPAddress ClientV6 => IPAddress.Parse(_settings["CLIENT_V6"]);

    /// <summary>A new host, in about half a second.</summary>
    public static async Task<DockerHost> StartAsync(params string[] dockerdOptions)
    {
        var folder = Directory.CreateTempSubdirectory("hostwall-").FullName;
        try
        {
            await Tool.RunAsync(Repository.TestHostScript, ["up", folder, "--", .. dockerdOptions]);
        }
        catch
        {
            Directory.Delete(folder);
            throw;
        }
        var settings = (await File.ReadAllLinesAsync(Path.Combine(folder, "env")))
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return new DockerHost(folder, settings);
    }

    /// <summary>Stops dockerd in good order and starts it again.</summary>
    public Task RestartDockerAsync() => Tool.RunAsync(Repository.TestHostScript, ["restart-docker", Folder]);

    /// <summary>Ends dockerd with SIGKILL; containers stay.</summary>
    public Task KillDockerAsync() => Tool.RunAsync(Repository.TestHostScript, ["kill-docker", Folder]);

    public Task StartDockerAsync() => Tool.RunAsync(Repository.TestHostScript, ["start-docker", Folder]);

    /// <summary>Runs a program in the host's network namespace: nft, ip, hostwall.</summary>
    public Task<string> RunAsync(string program, IEnumerable<string> arguments, string input = "", CancellationToken cancel = default) =>
        Tool.RunAsync("nsenter", [$"--net={NamespacePath}", "--", program, .. arguments], input, cancel: cancel);

    /// <summary>The same, not yet started, for a program that goes on: give it pipes and a token.</summary>
    public Command Command(string program, IEnumerable<string> arguments) =>
        Cli.Wrap("nsenter").WithArguments([$"--net={NamespacePath}", "--", program, .. arguments]);

    /// <summary>Runs Docker's client against this host.</summary>
    public Task<string> DockerAsync(params IEnumerable<string> arguments) =>
        Tool.RunAsync(Client, ["--host", Endpoint, .. arguments]);

    public async ValueTask DisposeAsync()
    {
        await Tool.RunAsync(Repository.TestHostScript, ["down", Folder]);
        Directory.Delete(Folder);
    }
}
