using HostWall.Daemon;

namespace HostWall.Tests.Daemon;

/// <summary>What becomes of open flows when the rules or the containers change.</summary>
public sealed class FlowCutTests : IAsyncDisposable
{
    private const uint Web = 0xAC120002;
    private const uint Db = 0xAC120003;
    private const ushort Postgres = 5432;

    private readonly ReconcilerHost _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_policy_that_takes_a_permission_away_ends_the_flow_and_says_so()
    {
        await StartAsync(ReconcilerHost.ThreeTiers);
        _host.Conntrack.Open(Web, Db, Postgres);
        _host.Conntrack.Open(0xC0000201, 0xC0000202, 22);

        var done = (await _host.ApplyAsync(ReconcilerHost.Closed)).ShouldBeOfType<ChangeOutcome.Done>();

        done.CutFlows.ShouldBe(1);
        done.Summary.ShouldEndWith("; cut 1 open flow");
        _host.Conntrack.Flows.ShouldHaveSingleItem().Original.DestinationPort.ShouldBe((ushort)22);
        JournalText().ShouldContain("cut 1 open flow");
    }

    [Fact]
    public async Task A_rollback_ends_what_the_old_policy_does_not_allow()
    {
        await StartAsync(ReconcilerHost.Closed);
        await _host.ApplyAsync(ReconcilerHost.ThreeTiers);
        _host.Conntrack.Open(Web, Db, Postgres);

        (await _host.RequestAsync(new ChangeRequest.RollBack(null, ReconcilerHost.Root, "back"))).ShouldBeOfType<ChangeOutcome.Done>().CutFlows.ShouldBe(1);

        _host.Conntrack.Flows.ShouldBeEmpty();
    }

    [Fact]
    public async Task Flows_of_an_address_end_when_its_container_is_gone_although_the_policy_allows_them()
    {
        await StartAsync(ReconcilerHost.ThreeTiers);
        _host.Conntrack.Open(Web, Db, Postgres);

        _host.Sources.Report(ReconcilerHost.With(("web-1", "web", Web)));

        await _host.EventuallyAsync(() => _host.Conntrack.Flows.Count == 0);
        await _host.EventuallyAsync(() => JournalText().Contains("cut 1 open flow", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_successor_in_the_same_tier_at_the_same_address_inherits_nothing()
    {
        await StartAsync(ReconcilerHost.ThreeTiers);
        _host.Conntrack.Open(Web, Db, Postgres);

        _host.Sources.Report(ReconcilerHost.With(("web-1", "web", Web), ("db-2", "db", Db)));

        await _host.EventuallyAsync(() => _host.Conntrack.Flows.Count == 0);
    }

    [Fact]
    public async Task What_the_last_run_of_the_daemon_left_open_is_looked_through_at_the_start()
    {
        _host.WritePolicy(ReconcilerHost.Closed);
        await _host.StartAsync();
        _host.Conntrack.Open(Web, Db, Postgres);
        _host.Conntrack.Listings.ShouldBe(0);

        _host.Sources.Report(Both);

        await _host.EventuallyAsync(() => _host.Conntrack.Flows.Count == 0);
    }

    [Fact]
    public async Task Audit_mode_ends_nothing()
    {
        await StartAsync(ReconcilerHost.ThreeTiers);
        _host.Conntrack.Open(Web, Db, Postgres);

        var done = (await _host.ApplyAsync($"{ReconcilerHost.Closed}\n[settings]\nmode = \"audit\"\n")).ShouldBeOfType<ChangeOutcome.Done>();

        done.CutFlows.ShouldBe(0);
        _host.Conntrack.Flows.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Disabled_nothing_is_ended_and_enabling_ends_what_was_opened_meanwhile()
    {
        await StartAsync(ReconcilerHost.Closed);
        await _host.RequestAsync(new ChangeRequest.Disable(ReconcilerHost.Root, "is it the firewall?"));
        _host.Conntrack.Open(Web, Db, Postgres);
        var listings = _host.Conntrack.Listings;
        await _host.ApplyAsync(ReconcilerHost.Closed + "\n# changed\n");
        _host.Conntrack.Listings.ShouldBe(listings);

        await _host.RequestAsync(new ChangeRequest.Enable(ReconcilerHost.Root, "it was not"));

        await _host.EventuallyAsync(() => _host.Conntrack.Flows.Count == 0);
    }

    /// <summary>The kernel closes the rule by itself; what is open has to be cut.</summary>
    [Fact]
    public async Task When_a_rule_expires_what_it_allowed_ends_without_anybody_asking()
    {
        var expires = _host.Time.GetUtcNow().AddMinutes(10).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        await StartAsync($"{ReconcilerHost.ThreeTiers}\nexpires = {expires}\n");
        _host.Conntrack.Open(Web, Db, Postgres);
        await _host.EventuallyAsync(() => _host.Time.GetUtcNow() > _host.Time.Start.AddMinutes(9), TimeSpan.FromSeconds(10));
        _host.Conntrack.Flows.Count.ShouldBe(1);

        await _host.EventuallyAsync(() => _host.Conntrack.Flows.Count == 0, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_kernel_that_does_not_tell_holds_nothing_up_raises_an_alarm_and_is_asked_again()
    {
        await StartAsync(ReconcilerHost.ThreeTiers);
        _host.Conntrack.Open(Web, Db, Postgres);
        _host.Conntrack.Refuses = true;

        var done = (await _host.ApplyAsync(ReconcilerHost.Closed)).ShouldBeOfType<ChangeOutcome.Done>();

        done.Summary.ShouldContain("may still be open");
        _host.Reconciler.Current.InForce!.Number.ShouldBe(2);
        _host.Reconciler.Current.Alarms.ShouldHaveSingleItem().ShouldContain("the kernel refused to list the open flows");
        _host.Conntrack.Refuses = false;
        await _host.EventuallyAsync(() => _host.Conntrack.Flows.Count == 0 && _host.Reconciler.Current.Alarms.IsEmpty, TimeSpan.FromMilliseconds(100));
    }

    private static HostWall.Core.Inventory.Snapshot Both => ReconcilerHost.With(("web-1", "web", Web), ("db-1", "db", Db));

    private async Task StartAsync(string policy)
    {
        _host.WritePolicy(policy);
        await _host.StartAsync();
        _host.Sources.Report(Both);
        await _host.EventuallyAsync(() => _host.Conntrack.Listings > 0);
    }

    private string JournalText()
        => string.Concat(Directory.GetFiles(Path.Combine(_host.StateFolder, "journal")).Select(File.ReadAllText));
}
