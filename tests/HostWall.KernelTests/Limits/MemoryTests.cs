using System.Net;
using System.Text.RegularExpressions;
using HostWall.Core.Compile;
using HostWall.Core.Desired;
using HostWall.Core.Rules;
using HostWall.Kernel;
using HostWall.KernelTests.Harness;
using HostWall.KernelTests.Rules;
using HostWall.Programs;

namespace HostWall.KernelTests.Limits;

/// <summary>What limits remember is bounded, closed when it is full, and forgotten in time.</summary>
public sealed partial class MemoryTests
{
    /// <summary>A source is remembered for ten seconds: longer than a busy machine takes for the flood.</summary>
    private const string LongRate = """rate = { limit = "100/second", burst = 1000, per = "source" }""";

    /// <summary>For five: longer than it takes to look.</summary>
    private const string Rate = """rate = { limit = "100/second", burst = 500, per = "source" }""";

    [Fact]
    public async Task A_flood_of_sources_fills_no_more_than_the_set_holds_and_the_next_source_is_denied()
    {
        await using var host = await LimitedHost.StartAsync(LongRate);
        var to = new IPEndPoint(LimitedHost.Server(0), LimitedHost.Port);

        await NewFlows.SendFromEachAsync(host.PathOf(LimitedHost.Alice), IPAddress.Parse("10.0.0.1"), SetDeclaration.Memory.Size + 5000, to);
        (await RememberedAsync(host)).ShouldBeInRange(SetDeclaration.Memory.Size / 2, SetDeclaration.Memory.Size);
        await NewFlows.SendFromEachAsync(host.PathOf(LimitedHost.Alice), IPAddress.Parse("10.8.0.1"), SetDeclaration.Memory.Size, to);

        var source = Lab.AddressOf(LimitedHost.Bob.Address);
        await NewFlows.SendAsync(host.PathOf(LimitedHost.Bob), source, to, 100, TimeSpan.FromMilliseconds(500));
        (await Eventually.StableAsync(() => host.Arrived(0, source))).ShouldBe(0);
    }

    [Fact]
    public async Task A_source_is_forgotten_when_its_burst_is_whole_again()
    {
        await using var host = await LimitedHost.StartAsync(Rate);
        await NewFlows.SendFromEachAsync(host.PathOf(LimitedHost.Alice), IPAddress.Parse("10.0.0.1"), 500, new IPEndPoint(LimitedHost.Server(0), LimitedHost.Port));
        (await RememberedAsync(host)).ShouldBe(500);

        (await Eventually.GetAsync(() => RememberedAsync(host), count => count == 0, TimeSpan.FromSeconds(30))).ShouldBe(0);
    }

    [Fact]
    public async Task A_source_without_open_flows_is_forgotten()
    {
        await using var host = await LimitedHost.StartAsync("""connections = { max = 5, per = "source" }""");
        await host.Host.SetAsync("net.netfilter.nf_conntrack_udp_timeout", "3");
        await host.Host.SetAsync("net.netfilter.nf_conntrack_udp_timeout_stream", "3");
        await NewFlows.SendFromEachAsync(host.PathOf(LimitedHost.Alice), IPAddress.Parse("10.0.0.1"), 500, new IPEndPoint(LimitedHost.Server(0), LimitedHost.Port));
        (await RememberedAsync(host)).ShouldBeGreaterThan(0);

        (await Eventually.GetAsync(() => RememberedAsync(host), count => count == 0, TimeSpan.FromSeconds(30))).ShouldBe(0);
    }

    [Fact]
    public async Task What_limits_remember_does_not_hold_up_who_reads_the_rules_back()
    {
        await using var host = await NftHost.StartAsync();
        var limits = string.Concat(Enumerable.Range(0, 10).Select(number => $$"""

            [[rules]]
            name = "limited-{{number}}"
            from = "world"
            to = "web"
            ports = ["udp/{{5000 + number}}"]
            rate = { limit = "1/day", burst = 1, per = "source" }
            """));
        await host.ApplyAsync(RuleSetCompiler.Compile(Binder.Bind(Given.Policy($"schema = 1\n[tiers.web]\n{limits}"), Given.Nobody)));
        foreach (var number in Enumerable.Range(0, 10))
        {
            await FillAsync(host, $"rate_limited-{number}_1_day_1_source4");
        }

        (await host.ReadAsync()).Drift.ShouldBeNull();
        (await host.ApplyAsync(RuleSetCompiler.Compile(Binder.Bind(Given.Policy($"schema = 1\n[tiers.web]\n[tiers.other]\n{limits}"), Given.Nobody)))).ShouldBeOfType<Change.OfLayout>();
        await host.Namespace.RunAsync("nft", ["flush", "chain", "inet", "hostwall", "g2_invalid"]);
        (await host.ReadAsync()).Drift.ShouldNotBeNull();
    }

    private static async Task FillAsync(NftHost host, string set)
    {
        var elements = Enumerable.Range(0, SetDeclaration.Memory.Size - 1).Select(i => $"10.{i >> 16}.{(i >> 8) & 255}.{i & 255} limit rate 1/day burst 1 packets");
        var script = string.Concat(elements.Chunk(8192).Select(some => $"add element inet hostwall {set} {{ {string.Join(", ", some)} }}\n"));
        (await host.Programs.TryRunAsync(ProgramCall.Of("nft", "-f", "-") with { Input = script }, CancellationToken.None)).ExitCode.ShouldBe(0);
    }

    /// <summary>Entries of the one IPv4 set that a limit remembers by.</summary>
    private static async Task<int> RememberedAsync(LimitedHost host)
    {
        var names = Name.Matches(await host.Host.RunAsync("nft", ["-t", "list", "sets", "inet"])).Select(match => match.Groups[1].Value);
        var listing = await host.Host.RunAsync("nft", ["list", "set", "inet", "hostwall", names.Single(name => name.EndsWith('4'))]);
        return listing.Split(["limit rate", "ct count"], StringSplitOptions.None).Length - 1;
    }

    [GeneratedRegex("set ((?:rate|open)_\\S+)")]
    private static partial Regex Name { get; }
}
