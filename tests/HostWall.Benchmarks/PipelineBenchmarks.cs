using BenchmarkDotNet.Attributes;
using HostWall.Core.Compile;
using HostWall.Core.Desired;
using HostWall.Core.Inventory;
using HostWall.Core.Policy;
using HostWall.Core.Render;
using HostWall.Core.Rules;

namespace HostWall.Benchmarks;

/// <summary>The way from what exists to what is loaded, step by step and whole.</summary>
[MemoryDiagnoser]
public class PipelineBenchmarks
{
    private static readonly NftOptions Options = new(NflogGroup: 5, BridgeNames: true);

    private readonly PolicyDocument _policy = Workload.Policy();
    private Snapshot _snapshot = Snapshot.Empty;
    private DesiredState? _desired;
    private RuleSet? _ruleSet;

    [Params(10, 100, 1000)]
    public int Containers { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _snapshot = Workload.Snapshot(Containers);
        _desired = Binder.Bind(_policy, _snapshot);
        _ruleSet = RuleSetCompiler.Compile(_desired);
    }

    [Benchmark]
    public DesiredState Bind() => Binder.Bind(_policy, _snapshot);

    [Benchmark]
    public RuleSet Compile() => RuleSetCompiler.Compile(_desired!);

    [Benchmark]
    public NftGeneration Render() => NftablesRenderer.Render(_ruleSet!, generation: 1, Options);

    [Benchmark(Baseline = true)]
    public NftGeneration BindCompileRender()
        => NftablesRenderer.Render(RuleSetCompiler.Compile(Binder.Bind(_policy, _snapshot)), generation: 1, Options);
}
