using HostWall.Core;
using HostWall.Core.Compile;
using HostWall.Core.Desired;
using HostWall.Core.Inventory;
using HostWall.Core.Policy;
using HostWall.Core.Rules;

namespace HostWall.Benchmarks;

/// <summary>A host with so many containers, and the same with one more.</summary>
internal sealed record ContainerArrival(PolicyDocument Policy, Snapshot SnapshotAfter, RuleSet Before, RuleSet After)
{
    public static ContainerArrival At(int containers, int firstPort = 8000)
    {
        var policy = Workload.Policy(firstPort);
        // One network for both: the last container is taken away, not its network.
        var after = Workload.Snapshot(containers + 1);
        var before = after with { Containers = after.Containers.Take(containers).ToEquatableArray() };
        return new ContainerArrival(policy, after, RuleSetCompiler.Compile(Binder.Bind(policy, before)), RuleSetCompiler.Compile(Binder.Bind(policy, after)));
    }
}
