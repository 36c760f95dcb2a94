using System.Globalization;
using System.Text.Json;
using HostWall.Control;
using HostWall.Control.Messages;

namespace HostWall.KernelTests.Harness;

// What tests see of the daemon and wait for.
public sealed partial class HostWallDaemon
{
    /// <summary>Waits until the daemon says that the kernel holds the policy for exactly the containers that Docker says run.</summary>
    public async Task SettledAsync(TimeSpan? limit = null)
    {
        var (status, said, runs) = await Eventually.GetAsync(
            async () => (await StatusAsync(), await EndpointsAsync(), await _host.RunningAsync()),
            seen => seen.Item1.Kernel.State == "inSync" && seen.Item1.Docker.State == "connected" && seen.Item2 == seen.Item3,
            limit ?? Limit);
        status.Kernel.State.ShouldBe("inSync", $"{status.Kernel.Message}\n{LogEnd()}");
        status.Docker.State.ShouldBe("connected", status.Docker.Why);
        said.ShouldBe(runs, "what the daemon knows, and what Docker runs");

        // That a bridge is filtered is known a moment after the containers on it.
        var bridges = await _host.BridgesAsync();
        var rules = await Eventually.GetAsync(() => KernelRules.TableAsync(_host, "bridge"), text => bridges.All(bridge => text.Contains($"\"{bridge}\"", StringComparison.Ordinal)), limit ?? Limit);
        bridges.ShouldAllBe(bridge => rules.Contains($"\"{bridge}\"", StringComparison.Ordinal));
    }

    /// <summary>The container as the daemon knows it; null for not at all.</summary>
    public async Task<ContainerMessage?> ContainerAsync(string name) =>
        (await GetAsync("/v1/endpoints", ControlJson.Shapes.EndpointsReport)).Containers.SingleOrDefault(container => container.Name == name);

    /// <summary>What the kernel has counted by now.</summary>
    public async Task<IReadOnlyList<CounterMessage>> CountersAsync() => (await GetAsync("/v1/counters", ControlJson.Shapes.CountersReport)).Counters;

    /// <summary>The whole log.</summary>
    public IReadOnlyList<JsonElement> Log() =>
        [.. LogLines().Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>Every text of the log in which this occurs.</summary>
    public IReadOnlyList<string> LogMessages(string part) =>
        [.. Log().Select(entry => entry.GetProperty("@m").GetString() ?? "").Where(message => message.Contains(part, StringComparison.Ordinal))];

    /// <summary>Waits until the log holds a text.</summary>
    public async Task LogSaysAsync(string part) =>
        (await Eventually.GetAsync(() => Task.FromResult(LogMessages(part).Count), count => count > 0)).ShouldBeGreaterThan(0, $"no \"{part}\" in the log, which ends in:\n{LogEnd()}");

    /// <summary>The processor time that the process has used so far.</summary>
    public TimeSpan ProcessorTime()
    {
        var fields = File.ReadAllText($"/proc/{Pid}/stat").Split(") ")[1].Split(' ');
        // utime and stime, in ticks of a hundredth of a second on every Linux of today.
        return TimeSpan.FromMilliseconds(10 * (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)));
    }

    /// <summary>As <see cref="DockerHost.RunningAsync"/>.</summary>
    private async Task<string> EndpointsAsync() => string.Join('\n',
        (await GetAsync("/v1/endpoints", ControlJson.Shapes.EndpointsReport)).Containers
            .Select(container => $"{container.Name} {string.Join(' ', container.Endpoints.SelectMany(endpoint => endpoint.Addresses).Order(StringComparer.Ordinal))}".TrimEnd())
            .Order(StringComparer.Ordinal));

    private string LogEnd() => string.Join('\n', LogLines().TakeLast(20));

    /// <summary>The last line may be half-written.</summary>
    private string[] LogLines() => File.Exists(LogPath) ? File.ReadAllText(LogPath).Split('\n')[..^1] : [];
}
