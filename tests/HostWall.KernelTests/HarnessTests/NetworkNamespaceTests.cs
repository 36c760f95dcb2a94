using HostWall.KernelTests.Harness;

namespace HostWall.KernelTests.HarnessTests;

public sealed class NetworkNamespaceTests
{
    public NetworkNamespaceTests() => TestGuard.RequireNamespaces();

    [Fact]
    public async Task A_namespace_is_there_while_it_is_used_and_gone_afterwards()
    {
        var created = await NetworkNamespace.CreateAsync();
        File.Exists(created.NamespacePath).ShouldBeTrue();
        (await created.RunAsync("ip", ["-br", "link"])).ShouldStartWith("lo");

        await created.DisposeAsync();

        File.Exists(created.NamespacePath).ShouldBeFalse();
    }

    [Fact]
    public async Task Nothing_runs_in_the_namespace_that_the_tests_were_started_in()
    {
        var refused = await Should.ThrowAsync<InvalidOperationException>(() => InNamespace.RunAsync("/proc/self/ns/net", () => 0));

        refused.Message.ShouldContain("/proc/self/ns/net");
    }
}
