using HostWall.Core.Rules;
using HostWall.Kernel;

namespace HostWall.KernelTests.Rules;

/// <summary>Somebody else has changed HostWall's tables: it is found, and the next application mends it.</summary>
public sealed class NftDriftTests
{
    private static readonly RuleSet RuleSet = Given.RuleSet(Given.Everything, Given.AContainer(1, "web"), Given.AContainer(2, "db"));

    [Theory]
    [InlineData("delete element inet hostwall g1_tier_db4 { \"br-front\" . 172.18.0.4 }")]
    [InlineData("add element inet hostwall g1_tier_web6 { \"br-front\" . fd00:18::77 }")]
    [InlineData("delete element inet hostwall g1_dst_from_world6 { \"br-back\" . fd00:19::3 }")]
    [InlineData("add element inet hostwall g1_dst_from_world4 { \"br-back\" . 172.19.0.99 : accept }")]
    [InlineData("add element inet hostwall g1_tier_web4 { \"br-back\" . 172.19.0.99 comment \"by hand\" }")]
    [InlineData("delete element bridge hostwall g1_filtered { \"br-back\" }")]
    [InlineData("delete element inet hostwall g1_group_office4 { 203.0.114.0/24 }")]
    [InlineData("add element inet hostwall g1_group_office6 { 2001:db8:20::/48 }")]
    [InlineData("flush table inet hostwall")]
    [InlineData("delete table inet hostwall")]
    [InlineData("delete table bridge hostwall")]
    [InlineData("flush chain inet hostwall forward")]
    [InlineData("flush chain inet hostwall g1_rule_drop")]
    [InlineData("insert rule inet hostwall forward accept")]
    [InlineData("add rule inet hostwall g1_rule_drop accept comment \"by hand\"")]
    [InlineData("add chain inet hostwall by-hand { type filter hook forward priority 5; policy drop; }")]
    [InlineData("add chain inet hostwall g7_by-hand; add rule inet hostwall g7_by-hand accept")]
    [InlineData("add set inet hostwall by-hand { type ipv4_addr; }")]
    [InlineData("add map inet hostwall g7_by-hand { type ipv4_addr : verdict; elements = { 192.0.2.1 : drop } }")]
    [InlineData("add chain inet hostwall input { policy drop; }")]
    [InlineData("flush chain inet hostwall output; delete chain inet hostwall output; add chain inet hostwall output { type filter hook output priority 7; }")]
    [InlineData("flush chain inet hostwall forward; delete chain inet hostwall forward; add chain inet hostwall forward")]
    [InlineData("add table inet hostwall { flags dormant; }")]
    public async Task A_change_by_somebody_else_is_found_and_mended(string byHand)
    {
        await using var host = await NftHost.StartAsync();
        await host.ApplyAsync(RuleSet);
        var whole = (await host.ListAsync()).Text;
        await host.Namespace.NftAsync(byHand);

        (await host.ReadAsync()).Drift.ShouldNotBeNull();

        (await host.ApplyAsync(RuleSet)).ShouldBeOfType<Change.OfLayout>();
        (await host.ReadAsync()).Drift.ShouldBeNull();
        (await host.ListAsync()).Text.ShouldBe(whole);
    }

    [Fact]
    public async Task A_kernel_that_is_told_another_time_zone_gets_its_days_anew()
    {
        await using var host = await NftHost.StartAsync();
        var minutesWest = 0;
        var dataplane = NftHost.DataplaneOver(host.Programs, () => minutesWest);
        var rules = Given.RuleSet($"{Given.Small}\n[[rules]]\nname = \"mondays\"\nfrom = \"world\"\nto = \"db\"\nwhen = {{ days = [\"mon\"] }}", Given.AContainer(1, "web"));
        await dataplane.ApplyAsync(rules, CancellationToken.None);
        (await dataplane.ReadAsync(CancellationToken.None)).Drift.ShouldBeNull();

        minutesWest = -600;
        (await dataplane.ReadAsync(CancellationToken.None)).Drift.ShouldNotBeNull().ShouldContain("time zone");
        await dataplane.ApplyAsync(rules, CancellationToken.None);

        (await dataplane.ReadAsync(CancellationToken.None)).Drift.ShouldBeNull();
        (await host.Namespace.RunAsync("nft", ["list", "table", "inet", "hostwall"])).ShouldContain("meta day \"Tuesday\" meta hour >= \"14:00\"");
    }

    [Fact]
    public async Task An_element_that_is_gone_when_it_is_to_be_deleted_is_no_dead_end()
    {
        await using var host = await NftHost.StartAsync();
        await host.ApplyAsync(Given.RuleSet(Given.Small, Given.AContainer(1, "web"), Given.AContainer(2, "db")));
        await host.Namespace.NftAsync("delete element inet hostwall g1_tier_db4 { \"br-front\" . 172.18.0.4 }");
        var without = Given.RuleSet(Given.Small, Given.AContainer(1, "web"));

        await Should.ThrowAsync<DataplaneException>(() => host.ApplyAsync(without));

        await host.ApplyAsync(without);
        (await host.ReadAsync()).Drift.ShouldBeNull();
        (await host.ListAsync()).Text.ShouldBe((await NftHost.ListAloneAsync(without)).Text);
    }
}
