using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using HostWall.Control;
using HostWall.Control.Messages;

namespace HostWall.KernelTests.Harness;

/// <summary>
/// The real daemon, as a process of its own in the network namespace and a mount namespace of a private Docker host, with its own config,
/// state and socket. The host's end is its end too, whatever became of the tests.
/// </summary>
public sealed partial class HostWallDaemon : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "hostwall.dll");
    private readonly DockerHost _host;
    private ControlClient _client;

    private HostWallDaemon(DockerHost host, string name)
    {
        (_host, Folder, LogPath) = (host, Path.Combine(host.Folder, name), Path.Combine(host.Folder, $"{name}.log"));
        Endpoint = host.Endpoint;
        _client = new ControlClient(Socket);
    }

    /// <summary>Config, state and socket; on the host's tmpfs.</summary>
    public string Folder { get; }

    public string ConfigFolder => Path.Combine(Folder, "etc");
    public string StateFolder => Path.Combine(Folder, "state");
    public string Socket => Path.Combine(Folder, "hostwall.sock");
    public string PolicyPath => Path.Combine(ConfigFolder, "policy.toml");

    /// <summary>A JSON document a line, of all runs.</summary>
    public string LogPath { get; }

    /// <summary>Where the next start looks for Docker.</summary>
    public string Endpoint { get; set; }

    /// <summary>The process of the last start.</summary>
    public int Pid => int.Parse(File.ReadAllText(PidPath), CultureInfo.InvariantCulture);

    private string PidPath => Path.Combine(Folder, "pid");
    private string ExitCodePath => Path.Combine(Folder, "exit-code");

    /// <summary>A daemon that has this policy in force and knows what Docker runs.</summary>
    public static async Task<HostWallDaemon> StartAsync(DockerHost host, string policy, string name = "hostwall")
    {
        var daemon = Create(host, policy, name);
        await daemon.StartAsync();
        await daemon.SettledAsync();
        return daemon;
    }

    /// <summary>One that is not started yet.</summary>
    public static HostWallDaemon Create(DockerHost host, string policy, string name = "hostwall")
    {
        var daemon = new HostWallDaemon(host, name);
        Directory.CreateDirectory(daemon.ConfigFolder);
        File.WriteAllText(daemon.PolicyPath, policy);
        return daemon;
    }

    /// <summary>Starts the process and returns when its socket answers.</summary>
    public async Task StartAsync()
    {
        File.Delete(PidPath);
        File.Delete(ExitCodePath);
        await Tool.RunAsync(Repository.TestHostScript,
        [
            "spawn", _host.Folder, "host", Path.GetFileName(LogPath), "unshare", "--mount", "sh", "-c",
            """folder=$0; "$@" & echo $! >"$folder/pid.new"; mv "$folder/pid.new" "$folder/pid"; wait $!; echo $? >"$folder/exit-code.new"; mv "$folder/exit-code.new" "$folder/exit-code" """,
            Folder, "dotnet", Program, .. Arguments(),
        ]);
        await Eventually.GetAsync(() => Task.FromResult(File.Exists(PidPath)), exists => exists, Limit);
        (await Eventually.GetAsync(TryStatusAsync, status => status is not null, Limit)).ShouldNotBeNull($"the daemon does not answer; its log ends in:\n{LogEnd()}");
    }

    /// <summary>Ends the process by SIGTERM, as systemd does.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
        return await ExitCodeAsync();
    }

    /// <summary>Ends the process by SIGKILL.</summary>
    public async Task KillAsync()
    {
        await SignalAsync("KILL");
        await ExitCodeAsync();
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
        await SettledAsync();
    }

    /// <summary>What a start with the same folders comes to that does not get as far as to run.</summary>
    public Task<CommandLineResult> StartInVainAsync() =>
        CommandLineResult.OfAsync(_host.Command("dotnet", [Program, .. Arguments()]));

    /// <summary>Runs a verb of the command line.</summary>
    public Task<CommandLineResult> RunAsync(params IEnumerable<string> arguments) =>
        CommandLineResult.OfAsync(_host.Command("dotnet", [Program, "--socket", Socket, .. arguments]));

    /// <summary>What a shell offers after these words.</summary>
    public async Task<IReadOnlyList<string>> CompleteAsync(string words)
    {
        var line = $"hostwall --socket {Socket} {words}";
        return (await CommandLineResult.OfAsync(_host.Command("dotnet", [Program, $"[suggest:{line.Length}]", line]))).ShouldEndWith(0).Output.Split('\n');
    }

    /// <summary>Makes this policy the one in force, by the command line.</summary>
    public async Task ApplyAsync(string policy)
    {
        await File.WriteAllTextAsync(PolicyPath, policy);
        (await RunAsync("apply", PolicyPath, "-m", "test")).ShouldEndWith(0);
    }

    public async Task<StatusReport> StatusAsync() => await GetAsync("/v1/status", ControlJson.Shapes.StatusReport);

    /// <summary>The document at a path of the control socket.</summary>
    internal async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> shape) => await _client.GetAsync(path, shape, CancellationToken.None) switch
    {
        Reply<T>.Given given => given.Document,
        Reply<T>.Refused refused => throw new InvalidOperationException(refused.Refusal.Message),
        var other => throw new InvalidOperationException(other.ToString()),
    };

    /// <summary>Ends the process if it runs; the rules go with the host.</summary>
    public async ValueTask DisposeAsync()
    {
        if (File.Exists(PidPath) && !File.Exists(ExitCodePath))
            await KillAsync();
        _client.Dispose();
    }

    private IEnumerable<string> Arguments() => ["daemon", "--docker", Endpoint, "--config", ConfigFolder, "--state", StateFolder, "--socket", Socket];

    private async Task SignalAsync(string signal) => await Tool.RunAsync("kill", [$"-{signal}", Pid.ToString(CultureInfo.InvariantCulture)]);

    private async Task<int> ExitCodeAsync()
    {
        (await Eventually.GetAsync(() => Task.FromResult(File.Exists(ExitCodePath)), exists => exists, Limit)).ShouldBeTrue("the daemon does not end");
        _client.Dispose();
        _client = new ControlClient(Socket);
        return int.Parse(await File.ReadAllTextAsync(ExitCodePath), CultureInfo.InvariantCulture);
    }

    private async Task<StatusReport?> TryStatusAsync() =>
        await _client.GetAsync("/v1/status", ControlJson.Shapes.StatusReport, CancellationToken.None) is Reply<StatusReport>.Given given ? given.Document : null;
}
