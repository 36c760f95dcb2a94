using System.Diagnostics;
using HostWall.Core.Addressing;
using HostWall.Core.Desired;
using HostWall.Core.Rules;
using HostWall.Kernel;
using HostWall.KernelTests.Harness;
using HostWall.KernelTests.Rules;
using HostWall.Scenarios.Grid;

namespace HostWall.KernelTests.Grid;

/// <summary>The grid's world as namespaces, with somebody who answers at every port; built once, and policies change in it.</summary>
public sealed class GridLab : IAsyncLifetime
{
    private static readonly TimeSpan ShortestLimit = TimeSpan.FromMilliseconds(150), AloneLimit = TimeSpan.FromSeconds(1);

    /// <summary>So many cells are probed again alone; further ones would only make a long list longer.</summary>
    private const int Confirmed = 4;

    private Lab? _lab;
    private Responder? _responder;
    private Prober? _prober;
    private NftDataplane? _dataplane;
    private TimeSpan _limit = ShortestLimit;

    internal IReadOnlyList<Cell> Cells { get; private set; } = Cell.All;

    internal NetworkNamespace Host => _lab!.Host; // After StartAsync.

    /// <summary>How the lab was found, for the test's output.</summary>
    internal string Description { get; private set; } = "";

    /// <summary>How long steps took: the application of rules, and the probes.</summary>
    internal (int Steps, TimeSpan Applying, TimeSpan Probing) Spent { get; private set; }

    /// <summary>Started by the first test that asks; skips the test where there can be none.</summary>
    internal async Task StartAsync()
    {
        TestGuard.RequireNamespaces();
        if (_lab is not null)
        {
            return;
        }

        var desired = new GridCase("lab", "schema = 1", GridWorld.Labelled).Desired;
        var lab = await Lab.StartAsync(desired, [.. Enum.GetValues<Family>().Select(family => GridWorld.EndOf(desired, GridWorld.World, family))]);
        _lab = lab;

        // The limit on ICMP errors of all together would make a rejection look like a drop.
        await lab.Host.SetAsync("net.ipv4.icmp_ratemask", "0");
        await lab.Host.SetAsync("net.ipv6.icmp.ratemask", "255");
        string PathOf(string name) => lab.PathOf(GridWorld.EndOf(desired, name, Family.IPv4));
        var sctp = await Responder.CanSctpAsync(PathOf(GridWorld.Host));
        Cells = sctp ? Cell.All : [.. Cell.All.Where(cell => cell.Protocol != Protocol.Sctp)];
        _responder = await Responder.StartAsync(PathOf);
        _prober = new Prober(PathOf);
        _dataplane = NftHost.DataplaneOver(new NamespaceRunner(lab.Host));
        await MeasureQuietAsync(sctp);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_responder is not null)
        {
            await _responder.DisposeAsync();
        }

        if (_lab is not null)
        {
            await _lab.DisposeAsync();
        }
    }

    internal async Task ApplyAsync(RuleSet rules)
    {
        var start = Stopwatch.GetTimestamp();
        await _dataplane!.ApplyAsync(rules, CancellationToken.None);
        Spent = Spent with { Applying = Spent.Applying + Stopwatch.GetElapsedTime(start) };
    }

    /// <summary>
    /// Asks the kernel about every cell and holds the judges against it. A busy machine can make an answer late, and late looks like never: a cell at
    /// which the kernel differs is asked again, alone and with patience, and counts only if it differs then too.
    /// </summary>
    internal async Task<IReadOnlyList<Judgement>> JudgeAsync(DesiredState desired)
    {
        var start = Stopwatch.GetTimestamp();
        var answers = (await _prober!.AskAsync(Cells, _limit)).Answers;
        Spent = Spent with { Steps = Spent.Steps + 1, Probing = Spent.Probing + Stopwatch.GetElapsedTime(start) };
        var judges = new Judges(desired, DateTimeOffset.UtcNow);
        var judgements = Cells.Select(cell => new Judgement(cell, judges.ByPolicy(cell), judges.ByRules(cell), answers[cell])).ToList();
        var confirmed = 0;
        for (var i = 0; i < judgements.Count && confirmed < Confirmed; i++)
        {
            if (judgements[i].Kernel != judgements[i].Policy)
            {
                var cell = judgements[i].Cell;
                var again = (await _prober.AskAsync([cell], AloneLimit)).Answers[cell];

                // Windows may have opened or closed since.
                var now = new Judges(desired, DateTimeOffset.UtcNow);
                judgements[i] = new Judgement(cell, now.ByPolicy(cell), now.ByRules(cell), again);
                confirmed += judgements[i].Agrees ? 0 : 1;
            }
        }

        return judgements;
    }

    private Task<(Probes Round, TimeSpan Took)> AskUntilOpenAsync() => Eventually.GetAsync(
        async () =>
        {
            var start = Stopwatch.GetTimestamp();
            return (Round: await _prober!.AskAsync(Cells, AloneLimit), Took: Stopwatch.GetElapsedTime(start));
        },
        asked => asked.Round.Answers.Values.All(answer => answer == Answer.Open),
        TimeSpan.FromSeconds(15));

    /// <summary>Silence says something about rules only where without them there is an answer in time.</summary>
    private async Task MeasureQuietAsync(bool sctp)
    {
        // The first packets have to find their neighbours, which takes IPv6 a second or two; the last round is what a step is like.
        await AskUntilOpenAsync();
        var (quiet, elapsed) = await AskUntilOpenAsync();
        quiet.Answers.Where(answer => answer.Value != Answer.Open).ShouldBeEmpty("without rules everybody answers");
        _limit = quiet.Slowest * 3 > ShortestLimit ? quiet.Slowest * 3 : ShortestLimit;
        Description = $"{Cells.Count} cells, {(sctp ? "SCTP among them" : "no SCTP: raw sockets of it cannot be opened")}; without rules all answered within {quiet.Slowest.TotalMilliseconds:0} ms, "
            + $"a step of {elapsed.TotalMilliseconds:0} ms; silence is {_limit.TotalMilliseconds:0} ms without an answer";
    }
}
