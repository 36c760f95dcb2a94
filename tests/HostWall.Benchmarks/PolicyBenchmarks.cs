using BenchmarkDotNet.Attributes;
using HostWall.Core.Policy;
using HostWall.Core.Text;

namespace HostWall.Benchmarks;

/// <summary>Reading a policy of 30 tiers and 100 rules, as each <c>check</c>, <c>plan</c> and <c>apply</c> does.</summary>
[MemoryDiagnoser]
public class PolicyBenchmarks
{
    private readonly SourceFile _text = Workload.PolicyText();

    [Benchmark]
    public PolicyReading Read() => PolicyReader.Read([_text]);
}
