using BenchmarkDotNet.Attributes;
using HostWall.Core.Compile;
using HostWall.Core.Desired;
using HostWall.Core.Render;
using HostWall.Kernel;

namespace HostWall.Benchmarks;

/// <summary>What one more container costs: all of a pass but Docker and the kernel.</summary>
[MemoryDiagnoser]
public class ChangeBenchmarks
{
    private ContainerArrival? _arrival;
    private Change.OfElements? _change;

    [Params(10, 100, 1000)]
    public int Containers { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _arrival = ContainerArrival.At(Containers);
        _change = Difference();
    }

    [Benchmark]
    public Change.OfElements Difference() => NftDataplane.Difference(_arrival!.Before, _arrival.After);

    [Benchmark]
    public string RenderChange() => NftablesRenderer.RenderChange(generation: 1, _change!.Removed, _change.Added);

    [Benchmark]
    public string Pass()
    {
        var after = RuleSetCompiler.Compile(Binder.Bind(_arrival!.Policy, _arrival.SnapshotAfter));
        // As the dataplane does before it takes a change for one of elements alone.
        var change = after.Layout == _arrival.Before.Layout ? NftDataplane.Difference(_arrival.Before, after) : throw new InvalidOperationException("a container changed the layout");
        return NftablesRenderer.RenderChange(generation: 1, change.Removed, change.Added);
    }
}
