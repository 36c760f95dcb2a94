using HostWall.Core.Addressing;
using HostWall.Core.Inventory;
using HostWall.Daemon;
using HostWall.Versions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace HostWall.Tests.Daemon;

/// <summary>A reconciler with a kernel and sources that a test commands, and a real state folder. Starting it again is a restart of the daemon.</summary>
internal sealed class ReconcilerHost : IAsyncDisposable
{
    public const string ThreeTiers = """
        schema = 1
        [tiers.web]
        [tiers.db]
        [[rules]]
        name = "web-to-db"
        from = "web"
        to = "db"
        ports = ["tcp/5432"]
        """;

    public const string Closed = """
        schema = 1
        [tiers.web]
        [tiers.db]
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly string _root = Directory.CreateTempSubdirectory("hostwall-test-").FullName;
    private CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public FakeDataplane Kernel { get; set; } = new();

    public FakeConntrack Conntrack { get; } = new();

    public FakeSources Sources { get; private set; } = new();

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    public Reconciler Reconciler { get; private set; } = null!;

    public string StateFolder => Path.Combine(_root, "state");

    public string ConfigFolder => Path.Combine(_root, "etc");

    public static Caller Root { get; } = new(0, "root", 1);

    public void WritePolicy(string text)
    {
        Directory.CreateDirectory(ConfigFolder);
        File.WriteAllText(Path.Combine(ConfigFolder, "policy.toml"), text);
    }

    /// <summary>Returns when the daemon says that it is ready.</summary>
    public async Task StartAsync()
    {
        Sources = new FakeSources();
        _stopping = new CancellationTokenSource();
        Reconciler = new Reconciler(
            Kernel,
            Conntrack,
            VersionStore.Open(StateFolder, Time),
            Journal.Open(StateFolder),
            new DisabledMark(StateFolder),
            new RememberedBridges(StateFolder),
            Sources,
            new ReconcilerSettings(ConfigFolder, () => 0, []),
            Time,
            NullLogger<Reconciler>.Instance);
        var ready = new TaskCompletionSource();
        _running = Reconciler.RunAsync(
            () =>
            {
                Sources.Asked.ShouldBeFalse("Docker must not be spoken to before the daemon is ready");
                ready.SetResult();
            },
            () => { },
            _stopping.Token);
        await Task.WhenAny(ready.Task, _running).WaitAsync(Limit);
        if (_running.IsFaulted)
        {
            await _running;
        }
    }

    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _running.WaitAsync(Limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public Task<ChangeOutcome> ApplyAsync(string policy)
        => Reconciler.RequestAsync(new ChangeRequest.Apply(PolicyText.Create([new PolicyFile("policy.toml", policy)]), Root, "a test"), CancellationToken.None).WaitAsync(Limit);

    public Task<ChangeOutcome> RequestAsync(ChangeRequest request) => Reconciler.RequestAsync(request, CancellationToken.None).WaitAsync(Limit);

    /// <summary>Polls, and moves the fake clock on a little each time, until it holds.</summary>
    public async Task EventuallyAsync(Func<bool> holds, TimeSpan? step = null)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!holds())
        {
            limit.Token.ThrowIfCancellationRequested();
            Time.Advance(step ?? TimeSpan.Zero);
            await Task.Yield();
        }
    }

    public static Snapshot With(params ReadOnlySpan<(string Name, string Tier, uint Address)> containers)
    {
        var all = new List<Container>();
        foreach (var (name, tier, address) in containers)
        {
            all.Add(new Container($"id-{name}", name, "image", [new Label("hostwall.tier", tier, FromImage: false)], [new Endpoint("net", "br-0123456789ab", [new Address(Family.IPv4, address)])], []));
        }

        return new Snapshot([new Network("n", "net", "br-0123456789ab")], [.. all], HostLinks.Empty with { FilteredBridges = ["br-0123456789ab"] });
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
        Directory.Delete(_root, recursive: true);
    }
}
