using System.Diagnostics;
using HostWall.KernelTests.Harness;
using HostWall.Scenarios.Grid;

namespace HostWall.KernelTests.Grid;

/// <summary>What the probes of a step met, and how long after its question the last answer came.</summary>
internal sealed record Probes(IReadOnlyDictionary<Cell, Answer> Answers, TimeSpan Slowest);

/// <summary>Asks at many cells side by side: a thread in each sender's namespace sends all its probes and then waits for all of them.</summary>
internal sealed class Prober(Func<string, string> pathOf)
{
    private ushort _sourcePort = GridWorld.FirstSourcePort;

    /// <summary>
    /// All probes of a step come from one port that no earlier step used: what conntrack remembers of earlier steps then matches none of them. Emptying
    /// conntrack would not do: late packets of the step before could enter it again.
    /// </summary>
    /// <param name="limit">How long after its last question a sender waits for answers.</param>
    public async Task<Probes> AskAsync(IEnumerable<Cell> cells, TimeSpan limit)
    {
        _sourcePort = _sourcePort == GridWorld.LastSourcePort ? GridWorld.FirstSourcePort : (ushort)(_sourcePort + 1);
        var sourcePort = _sourcePort;
        var senders = await Task.WhenAll(cells.GroupBy(cell => cell.From).Select(sender => InNamespace.RunAsync(pathOf(sender.Key), () => Ask([.. sender], sourcePort, limit))));
        return new Probes(senders.SelectMany(sender => sender.Answers).ToDictionary(), senders.Max(sender => sender.Slowest));
    }

    private static Probes Ask(List<Cell> cells, ushort sourcePort, TimeSpan limit)
    {
        var answers = cells.ToDictionary(cell => cell, _ => Answer.Silent);
        var open = cells.ConvertAll(cell => new PendingProbe(cell, sourcePort));
        try
        {
            var (slowest, start) = (TimeSpan.Zero, Stopwatch.GetTimestamp());
            var waiting = new List<PendingProbe>(open.Count);
            foreach (var probe in open)
            {
                if (probe.Send() is { } answer)
                {
                    answers[probe.Cell] = answer;
                }
                else
                {
                    waiting.Add(probe);
                }
            }

            var sent = Stopwatch.GetTimestamp();
            while (waiting.Count > 0 && limit - Stopwatch.GetElapsedTime(sent) is var left && left > TimeSpan.Zero)
            {
                var entries = waiting.Select(probe => probe.Entry).ToArray();
                BareSocket.Poll(entries, left);
                var still = new List<PendingProbe>(waiting.Count);
                foreach (var (probe, entry) in waiting.Zip(entries))
                {
                    if (entry.Seen != 0 && probe.Look() is { } answer)
                    {
                        answers[probe.Cell] = answer;
                        slowest = Stopwatch.GetElapsedTime(start);
                    }
                    else
                    {
                        still.Add(probe);
                    }
                }

                waiting = still;
            }

            return new Probes(answers, slowest);
        }
        finally
        {
            open.ForEach(probe => probe.Dispose());
        }
    }
}
