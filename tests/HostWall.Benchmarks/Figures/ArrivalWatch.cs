using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using HostWall.Programs;

namespace HostWall.Benchmarks.Figures;

/// <summary>When Docker said <c>network connect</c> and <c>start</c>, by its own time stamps, and when the last element was seen in the kernel.</summary>
internal sealed record Arrival(DateTime Connected, DateTime Started, DateTime InKernel);

/// <summary>
/// Starts containers one after the other and listens to <c>docker events</c> and <c>nft monitor elements</c>. The kernel's side is stamped when
/// the line is read here, so that nft's own way of telling is in the figure: it is an upper bound.
/// </summary>
internal sealed class ArrivalWatch : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<(DateTime Time, string Container, string Action)> _events = [];
    private readonly ConcurrentQueue<(DateTime Time, string Line)> _elements = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly TestHost _host;
    private readonly ProgramRunner _programs;
    private readonly Task[] _listening;

    private ArrivalWatch(TestHost host, ProgramRunner programs)
    {
        (_host, _programs) = (host, programs);
        _listening =
        [
            ListenAsync(Docker("events", "--format", "{{json .}}", "--filter", "event=connect", "--filter", "event=start"), line => _events.Enqueue(ReadEvent(line))),
            ListenAsync(ProgramCall.Of("nsenter", $"--net={host.NetworkNamespace}", "nft", "monitor", "elements"), line => _elements.Enqueue((DateTime.UtcNow, line))),
        ];
    }

    public static async Task<ArrivalWatch> StartAsync(TestHost host, ProgramRunner programs)
    {
        var watch = new ArrivalWatch(host, programs);
        await programs.RunAsync(watch.Docker("network", "create", "--ipv6", "--subnet", "10.113.0.0/16", "--subnet", "2001:db8:c0de::/64", "figures"), CancellationToken.None);
        // Its own start is no sample: both listeners have to be at work first, and Docker's first start is its slowest.
        await watch.StartContainerAsync(-1);
        return watch;
    }

    public async Task<Arrival> StartContainerAsync(int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"figure{number}");
        var run = await _programs.RunAsync(Docker("run", "--detach", "--name", name, "--label", "hostwall.tier=api", "--network", "figures", _host.Image), CancellationToken.None);
        var id = run.Output.Trim();
        var inspected = await _programs.RunAsync(Docker("inspect", "--format", "{{.NetworkSettings.Networks.figures.IPAddress}}", id), CancellationToken.None);
        var key = $" . {inspected.Output.Trim()} ";
        await UntilAsync(() => _elements.Any(seen => seen.Line.Contains(key, StringComparison.Ordinal)) && EventTime(id, "start") is not null, $"{name} in the kernel");
        return new Arrival(
            EventTime(id, "connect")!.Value,
            EventTime(id, "start")!.Value,
            _elements.Where(seen => seen.Line.Contains(key, StringComparison.Ordinal)).Max(seen => seen.Time));
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_listening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private ProgramCall Docker(params ReadOnlySpan<string> arguments) => ProgramCall.Of("/usr/bin/docker", ["--host", _host.DockerHost, .. arguments]) with { Limit = TimeSpan.FromMinutes(1) };

    private DateTime? EventTime(string container, string action)
        => _events.Where(told => told.Container == container && told.Action == action).Select(told => (DateTime?)told.Time).FirstOrDefault();

    private async Task ListenAsync(ProgramCall call, Action<string> heard)
    {
        await foreach (var line in _programs.LinesAsync(call, _stopping.Token))
        {
            heard(line);
        }
    }

    private static (DateTime Time, string Container, string Action) ReadEvent(string line)
    {
        using var document = JsonDocument.Parse(line);
        var told = document.RootElement;
        var actor = told.GetProperty("Actor");
        var action = told.GetProperty("Action").GetString()!;
        var container = action == "connect" ? actor.GetProperty("Attributes").GetProperty("container").GetString()! : actor.GetProperty("ID").GetString()!;
        return (DateTime.UnixEpoch.AddTicks(told.GetProperty("timeNano").GetInt64() / 100), container, action);
    }

    private async Task UntilAsync(Func<bool> condition, string what)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
        {
            if (_listening.FirstOrDefault(listener => listener.IsCompleted) is { } ended)
            {
                await ended;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"not seen within {Limit.TotalSeconds} s: {what}");
            }
        }
    }
}
