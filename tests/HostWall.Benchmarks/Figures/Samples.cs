using System.Diagnostics;
using System.Globalization;

namespace HostWall.Benchmarks.Figures;

/// <summary>Durations of one thing done many times.</summary>
internal sealed class Samples
{
    private readonly List<double> _milliseconds = [];
    private readonly double _processorBefore = ProcessorMilliseconds();

    public double Minimum => _milliseconds.Min();

    public double Median => Rank(0.5);

    public void Add(TimeSpan duration) => _milliseconds.Add(duration.TotalMilliseconds);

    public async Task<T> TimeAsync<T>(Func<Task<T>> work)
    {
        var start = Stopwatch.GetTimestamp();
        var result = await work();
        Add(Stopwatch.GetElapsedTime(start));
        return result;
    }

    public override string ToString()
        => string.Create(
            CultureInfo.InvariantCulture,
            $"min {Minimum:f1} ms, median {Median:f1} ms, p99 {Rank(0.99):f1} ms ({_milliseconds.Count} times); processor {(ProcessorMilliseconds() - _processorBefore) / _milliseconds.Count:f1} ms each");

    /// <summary>Nearest rank: the smallest sample that so large a share does not exceed.</summary>
    private double Rank(double share) => _milliseconds.Order().ElementAt((int)Math.Ceiling(share * _milliseconds.Count) - 1);

    /// <summary>Of this process and of the children it has waited for; it hardly depends on what else the machine does.</summary>
    private static double ProcessorMilliseconds()
    {
        // utime, stime, cutime, cstime: fields 14 to 17, counted from before the name in brackets, in ticks of 10 ms.
        var stat = File.ReadAllText("/proc/self/stat");
        return 10 * stat[(stat.LastIndexOf(')') + 2)..].Split(' ').Skip(11).Take(4).Sum(ticks => double.Parse(ticks, CultureInfo.InvariantCulture));
    }
}
