using System.Threading.Channels;
using HostWall.Conntrack;
using HostWall.Core;
using HostWall.Core.Inventory;
using HostWall.Kernel;
using HostWall.Versions;
using Microsoft.Extensions.Logging;

namespace HostWall.Daemon;

/// <summary>
/// The only writer of the kernel. One loop takes requests, new snapshots and the clock one after the other; each ends in a pass that binds the
/// policy in force to the snapshot of now, compiles it and applies the difference. A pass that fails is tried again; until then what was in
/// force stays.
/// </summary>
public sealed partial class Reconciler : IRuntime
{
    /// <summary>Callers who ask without end must keep neither retries nor repairs waiting.</summary>
    private const int MostWorkBeforeTheClock = 16;

    /// <summary>Reading back takes longer the more containers there are; the pause after it is so many times as long.</summary>
    private const int ReadShare = 40;

    private static readonly TimeSpan ReadPeriod = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestReadPeriod = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ReadAfterChange = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(30);
    private static readonly Who Daemon = new(0, "hostwall");

    private readonly IDataplane _dataplane;
    private readonly VersionStore _versions;
    private readonly Journal _journal;
    private readonly DisabledMark _mark;
    private readonly RememberedBridges _foreign;
    private readonly ISources _sources;
    private readonly ReconcilerSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger<Reconciler> _log;
    private readonly CounterHistory _counters;
    private readonly FlowCutter _cutter;
    private readonly long _startedAt;

    /// <summary>Bounded: who asks for more changes than the kernel takes waits.</summary>
    private readonly Channel<Work> _work = Channel.CreateBounded<Work>(64);

    /// <summary>Tells that the loop is not stuck: before each step that may take as long as the backend's tool is given.</summary>
    private Action _alive = () => { };

    private ActivePolicy? _policy;
    private Snapshot? _snapshot;
    private Disabling? _disabling;
    private TimeSpan? _nextRetry;
    private TimeSpan _nextRead;
    private TimeSpan _nextCut = TimeSpan.MaxValue;
    private string? _fallback;
    private volatile Snapshot? _latest;
    private volatile RuntimeState _current;

    public Reconciler(
        IDataplane dataplane,
        IConntrack conntrack,
        VersionStore versions,
        Journal journal,
        DisabledMark mark,
        RememberedBridges foreign,
        ISources sources,
        ReconcilerSettings settings,
        TimeProvider time,
        ILogger<Reconciler> log)
    {
        (_dataplane, _versions, _journal, _mark, _foreign) = (dataplane, versions, journal, mark, foreign);
        (_sources, _settings, _time, _log) = (sources, settings, time, log);
        _counters = new CounterHistory(time);
        _cutter = new FlowCutter(conntrack, time, log);
        _startedAt = time.GetTimestamp();
        _current = new RuntimeState(
            InForce: null,
            Policy: null,
            Snapshot.Empty,
            Desired: null,
            Applied: null,
            dataplane.Name,
            "no policy is in force yet",
            sources.Docker,
            new KernelState.NotYet("starting"),
            new PolicyOnDisk.NoneInForce(),
            LastChange: null,
            LastChangeText: "",
            LastDrift: null,
            Alarms: [],
            Warnings: [],
            LogsSuppressed: 0,
            LogsLost: 0,
            time.GetUtcNow());
    }

    /// <summary>The loop's clock: what somebody does to the wall clock neither stops it nor makes it spin.</summary>
    private TimeSpan Now => _time.GetElapsedTime(_startedAt);

    public RuntimeState Current => _current with { Docker = _sources.Docker };

    public async Task<ChangeOutcome> RequestAsync(ChangeRequest request, CancellationToken cancellation)
    {
        var work = new Work.Change(request, new TaskCompletionSource<ChangeOutcome>(TaskCreationOptions.RunContinuationsAsynchronously));
        await _work.Writer.WriteAsync(work, cancellation);
        return await work.Answer.Task.WaitAsync(cancellation);
    }

    public async Task<EquatableArray<CounterReading>> ReadCountersAsync(CancellationToken cancellation)
    {
        var work = new Work.Read(new TaskCompletionSource<EquatableArray<CounterReading>>(TaskCreationOptions.RunContinuationsAsynchronously));
        await _work.Writer.WriteAsync(work, cancellation);
        return await work.Answer.Task.WaitAsync(cancellation);
    }

    /// <summary>Loads what is in force, calls <paramref name="ready"/>, and only then listens to the sources; runs until cancelled.</summary>
    /// <param name="alive">Called at least every period of the loop, which shows that the loop is not stuck.</param>
    public async Task RunAsync(Action ready, Action alive, CancellationToken cancellation)
    {
        _alive = alive;
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await BootAsync(cancellation);
        ready();
        var listening = ListenAsync(stopping.Token);
        try
        {
            await LoopAsync(listening, cancellation);
        }
        finally
        {
            await stopping.CancelAsync();
            await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LoopAsync(Task listening, CancellationToken cancellation)
    {
        while (true)
        {
            _alive();
            await WaitForWorkAsync(cancellation);
            if (listening.IsFaulted)
            {
                await listening;
            }

            await TakeSnapshotAsync(cancellation);
            for (var i = 0; i < MostWorkBeforeTheClock && _work.Reader.TryRead(out var work); i++)
            {
                _alive();
                await DoAsync(work, cancellation);
            }

            await KeepTimeAsync(cancellation);
        }
    }

    /// <summary>Until there is work, or the clock says that a retry, a reading or a cut is due.</summary>
    private async Task WaitForWorkAsync(CancellationToken cancellation)
    {
        var delay = new[] { _nextRead, _nextCut, _nextRetry ?? TimeSpan.MaxValue }.Min() - Now;
        if (delay <= TimeSpan.Zero)
        {
            return;
        }

        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var timer = Task.Delay(delay, _time, waiting.Token);
        await Task.WhenAny(_work.Reader.WaitToReadAsync(waiting.Token).AsTask(), timer);
        await waiting.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
    }

    private async Task DoAsync(Work work, CancellationToken cancellation)
    {
        switch (work)
        {
            case Work.Look:
                await TakeSnapshotAsync(cancellation);
                break;
            case Work.Change change:
                var outcome = await ChangeAsync(change.Request, cancellation);
                change.Answer.SetResult(outcome);
                break;
            case Work.Read read:
                await AnswerAsync(read, cancellation);
                break;
        }
    }

    private async Task AnswerAsync(Work.Read read, CancellationToken cancellation)
    {
        try
        {
            read.Answer.SetResult(await ReadKernelAsync(cancellation));
        }
        catch (DataplaneException failure)
        {
            read.Answer.SetException(failure);
        }
    }

    /// <summary>Only the newest snapshot counts; it waits in a field, and the channel says that one is there.</summary>
    private async Task ListenAsync(CancellationToken cancellation)
    {
        await foreach (var snapshot in _sources.SnapshotsAsync(cancellation))
        {
            _latest = snapshot;
            await _work.Writer.WriteAsync(new Work.Look(), cancellation);
        }
    }

    private async Task TakeSnapshotAsync(CancellationToken cancellation)
    {
        if (_latest is { } latest && !ReferenceEquals(latest, _snapshot))
        {
            var isFirst = _snapshot is null;
            _snapshot = latest;
            if (isFirst && _policy is null)
            {
                // At the start, rules of an earlier run and a lost state folder did not allow it.
                await TakeFirstPolicyAsync(cancellation);
            }

            await PassAsync(JournalKind.Membership, "Docker or a link changed", cancellation);
        }
    }

    private async Task KeepTimeAsync(CancellationToken cancellation)
    {
        KeepCuts();
        if (_nextRetry <= Now)
        {
            _nextRetry = null;
            _alive();
            await RetryAsync(cancellation);
        }

        if (_nextRead <= Now)
        {
            _alive();
            await TryReadKernelAsync(cancellation);
        }
    }

    private Task RetryAsync(CancellationToken cancellation) => (_policy, _snapshot) switch
    {
        (null, _) => TakeFirstPolicyAsync(cancellation),
        ({ } policy, null) => CloseAsync(policy, cancellation),
        _ => PassAsync(JournalKind.Repair, "retry after a failure", cancellation),
    };

    private abstract record Work
    {
        private Work()
        {
        }

        public sealed record Look : Work;

        public sealed record Change(ChangeRequest Request, TaskCompletionSource<ChangeOutcome> Answer) : Work;

        public sealed record Read(TaskCompletionSource<EquatableArray<CounterReading>> Answer) : Work;
    }
}

/// <summary>What the reconciler is told when it is made.</summary>
/// <param name="ConfigFolder">Holds the policy of the first start.</param>
/// <param name="LogsLost">Log messages of the kernel that never arrived.</param>
/// <param name="ForeignPatterns">Names of bridges that are not Docker's, before any source has reported.</param>
public sealed record ReconcilerSettings(string ConfigFolder, Func<long> LogsLost, EquatableArray<string> ForeignPatterns);
