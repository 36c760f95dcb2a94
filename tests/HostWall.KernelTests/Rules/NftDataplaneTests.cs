using HostWall.Core.Rules;
using HostWall.Kernel;

namespace HostWall.KernelTests.Rules;

/// <summary>The nftables backend and a real kernel.</summary>
public sealed class NftDataplaneTests
{
    private static readonly RuleSet Small = Given.RuleSet(Given.Small, Given.AContainer(1, "web"), Given.AContainer(2, "db"));
    private static readonly RuleSet Everything = Given.RuleSet(Given.Everything, Given.AContainer(1, "web"), Given.AContainer(3, "log"));

    [Fact]
    public async Task A_rule_set_is_loaded_and_reads_back_as_what_was_asked_for()
    {
        await using var host = await NftHost.StartAsync();

        (await host.ApplyAsync(Everything)).ShouldBe(new Change.OfLayout(1));

        (await host.ReadAsync()).Drift.ShouldBeNull();
        (await host.ApplyAsync(Everything)).ShouldBe(new Change.None());
    }

    [Fact]
    public async Task A_change_of_policy_leaves_exactly_one_generation()
    {
        await using var host = await NftHost.StartAsync();

        for (var generation = 1; generation <= 4; generation++)
        {
            (await host.ApplyAsync(generation % 2 == 0 ? Everything : Small)).ShouldBe(new Change.OfLayout(generation));
            (await host.ListAsync()).Generations.ShouldBe([generation]);
        }
    }

    [Fact]
    public async Task The_kernel_holds_the_same_whatever_was_there_before()
    {
        await using var host = await NftHost.StartAsync();
        var alone = await NftHost.ListAloneAsync(Small);

        await host.ApplyAsync(Everything);
        await host.ApplyAsync(Small);

        (await host.ListAsync()).Text.ShouldBe(alone.Text);
    }

    [Fact]
    public async Task Containers_that_come_and_go_change_elements_in_one_transaction()
    {
        await using var host = await NftHost.StartAsync();
        var counting = new TroubledRunner(host.Programs, failing: 0, default);
        var dataplane = NftHost.DataplaneOver(counting);
        await dataplane.ApplyAsync(Small, CancellationToken.None);
        var before = counting.Runs;
        var changed = Given.RuleSet(Given.Small, Given.AContainer(2, "web"), Given.AContainer(7, "db"));

        var change = (await dataplane.ApplyAsync(changed, CancellationToken.None)).ShouldBeOfType<Change.OfElements>();

        counting.Runs.ShouldBe(before + 1);
        change.Removed.ShouldBe(Small.Elements.Except(changed.Elements), ignoreOrder: true);
        change.Added.ShouldBe(changed.Elements.Except(Small.Elements), ignoreOrder: true);
        (await dataplane.ReadAsync(CancellationToken.None)).Drift.ShouldBeNull();
        (await host.ListAsync()).Text.ShouldBe((await NftHost.ListAloneAsync(changed)).Text);
    }

    [Fact]
    public async Task A_backend_without_a_memory_takes_over_what_an_earlier_one_left()
    {
        await using var host = await NftHost.StartAsync();
        await host.ApplyAsync(Everything);
        var restarted = NftHost.DataplaneOver(host.Programs);

        (await restarted.HoldsRulesAsync(CancellationToken.None)).ShouldBeTrue();
        (await restarted.ApplyAsync(Small, CancellationToken.None)).ShouldBe(new Change.OfLayout(2));

        (await host.ListAsync()).Generations.ShouldBe([2]);
        (await host.ListAsync()).Text.ShouldBe((await NftHost.ListAloneAsync(Small)).Text);
    }

    [Fact]
    public async Task Removal_leaves_nothing()
    {
        await using var host = await NftHost.StartAsync();
        (await host.Dataplane.HoldsRulesAsync(CancellationToken.None)).ShouldBeFalse();
        await host.ApplyAsync(Everything);

        await host.Dataplane.RemoveAsync(CancellationToken.None);

        (await host.Namespace.RunAsync("nft", ["list", "ruleset"])).ShouldBeEmpty();
        (await host.Dataplane.HoldsRulesAsync(CancellationToken.None)).ShouldBeFalse();
        await host.Dataplane.RemoveAsync(CancellationToken.None);
        (await host.ApplyAsync(Small)).ShouldBeOfType<Change.OfLayout>();
    }

    [Fact]
    public async Task What_others_have_loaded_stays_byte_for_byte()
    {
        await using var host = await NftHost.StartAsync();
        await host.Namespace.NftAsync("""
            table ip docker-bridges {
              set g1_tier_web4 { type ipv4_addr; elements = { 192.0.2.1 } }
              chain raw-PREROUTING { type filter hook prerouting priority raw; ip daddr @g1_tier_web4 counter drop; }
            }
            table inet filter {
              chain hostwall { ct state established accept; }
              chain input { type filter hook input priority 0; policy accept; jump hostwall; }
            }
            table ip6 hostwall {
              chain forward { type filter hook forward priority -10; policy accept; }
            }
            """);
        await host.Namespace.RunAsync("iptables", ["-N", "DOCKER-USER"]);
        await host.Namespace.RunAsync("iptables", ["-A", "FORWARD", "-j", "DOCKER-USER"]);
        await host.Namespace.RunAsync("ip6tables", ["-P", "FORWARD", "DROP"]);
        var before = await OthersAsync();

        await host.ApplyAsync(Small);
        (await OthersAsync()).ShouldBe(before);
        await host.ApplyAsync(Everything);
        (await OthersAsync()).ShouldBe(before);
        await host.Dataplane.RemoveAsync(CancellationToken.None);
        (await OthersAsync()).ShouldBe(before);

        async Task<string> OthersAsync() => string.Join(
            '\n',
            await host.Namespace.RunAsync("nft", ["-a", "list", "table", "ip", "docker-bridges"]),
            await host.Namespace.RunAsync("nft", ["-a", "list", "table", "inet", "filter"]),
            await host.Namespace.RunAsync("nft", ["-a", "list", "table", "ip6", "hostwall"]),
            WithoutTimes(await host.Namespace.RunAsync("iptables-save", [])),
            WithoutTimes(await host.Namespace.RunAsync("ip6tables-save", [])));
    }

    [Fact]
    public async Task Counters_outlive_a_change_of_policy()
    {
        await using var host = await NftHost.StartAsync();
        await host.ApplyAsync(Small);
        await host.Namespace.NftAsync("delete table inet hostwall");
        await host.Namespace.NftAsync("add table inet hostwall { counter rule_web-to-db { packets 7 bytes 700 }; counter rule_gone { packets 1 bytes 1 }; }");

        await host.ApplyAsync(Given.RuleSet(Given.Small + "\nlog = true"));

        var counters = (await host.ReadAsync()).Counters;
        counters.ShouldContain(new Counter("rule_web-to-db", 7, 700));
        counters.ShouldNotContain(counter => counter.Name == "rule_gone");
    }

    /// <summary>iptables-save writes when it ran.</summary>
    private static string WithoutTimes(string listing)
        => string.Join('\n', listing.Split('\n').Where(line => !line.StartsWith("# ", StringComparison.Ordinal)));
}
