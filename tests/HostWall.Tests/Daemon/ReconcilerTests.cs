using HostWall.Core.Rules;
using HostWall.Daemon;
using HostWall.Versions;

namespace HostWall.Tests.Daemon;

public sealed class ReconcilerTests : IAsyncDisposable
{
    private const uint WebAddress = 0xAC120002;
    private const uint OtherAddress = 0xAC120003;

    private readonly ReconcilerHost _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_first_start_brings_the_policy_of_the_config_folder_into_force_closed_before_it_is_ready()
    {
        _host.WritePolicy(ReconcilerHost.ThreeTiers);

        await _host.StartAsync();

        _host.Kernel.Holds.ShouldNotBeNull().Elements.ShouldBeEmpty();
        _host.Reconciler.Current.InForce.ShouldNotBeNull().From.ShouldBeOfType<VersionCause.Boot>();
    }

    [Fact]
    public async Task A_policy_with_errors_at_the_first_start_writes_nothing_and_says_why()
    {
        _host.WritePolicy("schema = 1\n[tiers.web\n");

        await _host.StartAsync();

        _host.Kernel.Applied.ShouldBeEmpty();
        _host.Reconciler.Current.Kernel.ShouldBeOfType<KernelState.NotYet>().Reason.ShouldContain("policy.toml:2");
    }

    [Fact]
    public async Task An_address_that_changes_hands_is_closed_before_new_chains_are_built()
    {
        _host.WritePolicy("schema = 1\n[tiers.web]\n[tiers.db]\n[[rules]]\nname = \"alike\"\nfrom = \"containers\"\nto = \"db\"\nsame = [\"label:hostwall.tier\"]\n");
        await _host.StartAsync();
        _host.Sources.Report(ReconcilerHost.With(("web", "web", WebAddress), ("db", "db", OtherAddress)));
        await _host.EventuallyAsync(() => _host.Kernel.Holds is { Elements.IsEmpty: false });
        var before = _host.Kernel.Holds!; // it holds something

        _host.Sources.Report(ReconcilerHost.With(("web", "web", WebAddress), ("successor", "web", OtherAddress)));
        await _host.EventuallyAsync(() => _host.Kernel.Holds!.Layout != before.Layout);

        var closed = _host.Kernel.Applied[^2];
        closed.Layout.ShouldBe(before.Layout);
        closed.Elements.ShouldBe(before.Elements.Where(element
            => !((element is Element.InSet member && member.Key.Address.Bits == OtherAddress) || (element is Element.Dispatch dispatch && dispatch.Key.Address.Bits == OtherAddress))));
        closed.Elements.ShouldNotBe(before.Elements);
    }

    [Fact]
    public async Task Containers_become_members_when_the_sources_report()
    {
        _host.WritePolicy(ReconcilerHost.ThreeTiers);
        await _host.StartAsync();

        _host.Sources.Report(ReconcilerHost.With(("web-1", "web", WebAddress)));

        await _host.EventuallyAsync(() => _host.Kernel.Holds!.Elements.OfType<Element.InSet>().Any(element => element.Set == "tier_web"));
    }

    [Fact]
    public async Task Rules_of_an_earlier_run_stay_untouched_until_the_sources_have_reported()
    {
        _host.WritePolicy(ReconcilerHost.ThreeTiers);
        await _host.StartAsync();
        await _host.StopAsync();
        _host.Kernel = new FakeDataplane { HoldsRulesOfAnEarlierRun = true };
        await _host.StartAsync();
        _host.Kernel.Applied.ShouldBeEmpty();

        _host.Sources.Report(ReconcilerHost.With(("web-1", "web", WebAddress)));

        await _host.EventuallyAsync(() => _host.Kernel.Holds is not null);
    }

    [Fact]
    public async Task A_lost_state_folder_under_rules_of_an_earlier_run_waits_for_the_sources_before_it_begins_anew()
    {
        _host.WritePolicy(ReconcilerHost.ThreeTiers);
        _host.Kernel.HoldsRulesOfAnEarlierRun = true;
        await _host.StartAsync();
        _host.Kernel.Applied.ShouldBeEmpty();
        _host.Reconciler.Current.InForce.ShouldBeNull();

        _host.Sources.Report(ReconcilerHost.With(("web-1", "web", WebAddress)));

        await _host.EventuallyAsync(() => _host.Reconciler.Current.InForce is not null && _host.Kernel.Holds!.Elements.Count > 0);
    }

    [Fact]
    public async Task A_restart_keeps_what_is_in_force_and_not_what_is_on_disk()
    {
        _host.WritePolicy(ReconcilerHost.ThreeTiers);
        await _host.StartAsync();
        _host.WritePolicy(ReconcilerHost.Closed);

        await _host.RestartAsync();

        _host.Reconciler.Current.Policy.ShouldNotBeNull().Files[0].Text.ShouldBe(ReconcilerHost.ThreeTiers);
        _host.Reconciler.Current.OnDisk.ShouldBeOfType<PolicyOnDisk.Differs>();
    }

    [Fact]
    public async Task An_applied_policy_is_a_new_version_and_the_kernel_holds_it()
    {
        _host.WritePolicy(ReconcilerHost.Closed);
        await _host.StartAsync();

        var done = (await _host.ApplyAsync(ReconcilerHost.ThreeTiers)).ShouldBeOfType<ChangeOutcome.Done>();

        done.Version.ShouldNotBeNull().Number.ShouldBe(2);
        _host.Kernel.Holds!.Layout.Counters.ShouldContain("rule_web-to-db");
    }

    [Fact]
    public async Task The_same_policy_again_changes_nothing()
    {
        _host.WritePolicy(ReconcilerHost.Closed);
        await _host.StartAsync();

        (await _host.ApplyAsync(ReconcilerHost.Closed)).ShouldBeOfType<ChangeOutcome.Unchanged>();
    }

    [Fact]
    public async Task A_policy_with_errors_changes_nothing()
    {
        _host.WritePolicy(ReconcilerHost.Closed);
        await _host.StartAsync();
        var before = _host.Kernel.Holds;

        var refused = (await _host.ApplyAsync("schema = 1\n[[rules]]\nname = 1\n")).ShouldBeOfType<ChangeOutcome.PolicyRefused>();

        refused.Text.ShouldContain("policy.toml:");
        _host.Kernel.Holds.ShouldBe(before);
        _host.Reconciler.Current.InForce!.Number.ShouldBe(1);
    }

    [Fact]
    public async Task A_policy_whose_own_tests_fail_changes_nothing()
    {
        _host.WritePolicy(ReconcilerHost.Closed);
        await _host.StartAsync();

        var outcome = await _host.ApplyAsync(ReconcilerHost.ThreeTiers + "\n[[tests]]\nname = \"t\"\nfrom = \"web\"\nto = \"db\"\nport = \"tcp/5432\"\nexpect = \"deny\"\n");

        outcome.ShouldBeOfType<ChangeOutcome.TestsFailed>();
        _host.Reconciler.Current.InForce!.Number.ShouldBe(1);
    }

    [Fact]
    public async Task A_policy_that_breaks_its_own_invariants_changes_nothing()
    {
        _host.WritePolicy(ReconcilerHost.Closed);
        await _host.StartAsync();

        var outcome = await _host.ApplyAsync(ReconcilerHost.ThreeTiers + "\n[[invariants]]\nname = \"i\"\nforbid = { from = \"web\", to = \"any\" }\n");

        outcome.ShouldBeOfType<ChangeOutcome.TestsFailed>().Invariants.ShouldHaveSingleItem().Broken.ShouldNotBeNull();
        _host.Reconciler.Current.InForce!.Number.ShouldBe(1);
    }

    [Fact]
    public async Task A_policy_that_the_kernel_refuses_leaves_the_version_in_force_and_no_trace()
    {
        _host.WritePolicy(ReconcilerHost.Closed);
        await _host.StartAsync();
        _host.Sources.Report(ReconcilerHost.With(("web-1", "web", WebAddress)));
        await _host.EventuallyAsync(() => _host.Kernel.Applied.Count == 2);
        var before = _host.Kernel.Holds;
        _host.Kernel.Refusals = 1;

        var failed = (await _host.ApplyAsync(ReconcilerHost.ThreeTiers)).ShouldBeOfType<ChangeOutcome.Failed>();

        failed.Message.ShouldContain("version 1 stays in force");
        _host.Kernel.Holds.ShouldBe(before);
        Directory.GetDirectories(Path.Combine(_host.StateFolder, "versions")).Select(Path.GetFileName).ShouldBe(["1"]);
        await _host.RestartAsync();
        _host.Reconciler.Current.InForce!.Number.ShouldBe(1);
    }

    [Fact]
    public async Task Rolling_back_brings_the_old_policy_back_with_the_containers_of_today()
    {
        _host.WritePolicy(ReconcilerHost.ThreeTiers);
        await _host.StartAsync();
        _host.Sources.Report(ReconcilerHost.With(("web-1", "web", WebAddress)));
        await _host.ApplyAsync(ReconcilerHost.Closed);
        _host.Sources.Report(ReconcilerHost.With(("web-2", "web", OtherAddress)));
        await _host.EventuallyAsync(() => _host.Reconciler.Current.Desired!.Containers.Any(bound => bound.Container.Name == "web-2"));

        var done = (await _host.RequestAsync(new ChangeRequest.RollBack(null, ReconcilerHost.Root, "too tight"))).ShouldBeOfType<ChangeOutcome.Done>();

        done.Version!.Number.ShouldBe(3);
        done.Version.From.ShouldBe(new VersionCause.Rollback(1));
        _host.Kernel.Holds!.Layout.Counters.ShouldContain("rule_web-to-db");
        _host.Kernel.Holds.Elements.OfType<Element.InSet>().Where(element => element.Set == "tier_web").Select(element => (uint)element.Key.Address.Bits).ShouldBe([OtherAddress]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(7)]
    public async Task Rolling_back_to_a_version_that_is_not_there_says_so(int? version)
    {
        _host.WritePolicy(ReconcilerHost.Closed);
        await _host.StartAsync();

        (await _host.RequestAsync(new ChangeRequest.RollBack(version, ReconcilerHost.Root, null))).ShouldBeOfType<ChangeOutcome.NoSuchVersion>();
    }

    [Fact]
    public async Task Disabled_stays_disabled_over_a_restart_until_it_is_enabled()
    {
        _host.WritePolicy(ReconcilerHost.ThreeTiers);
        await _host.StartAsync();

        (await _host.RequestAsync(new ChangeRequest.Disable(ReconcilerHost.Root, "locked out"))).ShouldBeOfType<ChangeOutcome.Done>();
        await _host.RestartAsync();
        _host.Sources.Report(ReconcilerHost.With(("web-1", "web", WebAddress)));
        await _host.EventuallyAsync(() => _host.Reconciler.Current.Desired is not null);

        _host.Kernel.Holds.ShouldBeNull();
        _host.Reconciler.Current.Kernel.ShouldBeOfType<KernelState.Disabled>().Why.ShouldBe("locked out");

        (await _host.RequestAsync(new ChangeRequest.Enable(ReconcilerHost.Root, null))).ShouldBeOfType<ChangeOutcome.Done>();
        _host.Kernel.Holds.ShouldNotBeNull().Elements.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_disable_that_the_kernel_refuses_leaves_the_rules_also_over_a_restart()
    {
        _host.WritePolicy(ReconcilerHost.ThreeTiers);
        await _host.StartAsync();
        _host.Kernel.RefusesRemovals = true;

        (await _host.RequestAsync(new ChangeRequest.Disable(ReconcilerHost.Root, "locked out"))).ShouldBeOfType<ChangeOutcome.Failed>();
        _host.Kernel.RefusesRemovals = false;
        await _host.RestartAsync();

        _host.Kernel.Holds.ShouldNotBeNull();
        _host.Reconciler.Current.Kernel.ShouldNotBeOfType<KernelState.Disabled>();
    }

    [Fact]
    public async Task The_glass_breaks_also_where_the_disk_does_not_take_the_mark()
    {
        _host.WritePolicy(ReconcilerHost.ThreeTiers);
        await _host.StartAsync();
        Directory.CreateDirectory(Path.Combine(_host.StateFolder, "disabled.json", "in the way"));

        var done = (await _host.RequestAsync(new ChangeRequest.Disable(ReconcilerHost.Root, "locked out"))).ShouldBeOfType<ChangeOutcome.Done>();

        _host.Kernel.Holds.ShouldBeNull();
        done.Summary.ShouldContain("only until a restart");
        Directory.Delete(Path.Combine(_host.StateFolder, "disabled.json"), recursive: true);
    }

    [Fact]
    public async Task Rules_that_are_flushed_before_the_first_snapshot_are_put_back_closed()
    {
        _host.WritePolicy(ReconcilerHost.ThreeTiers);
        await _host.StartAsync();

        _host.Kernel.Drift = "chain inet forward is missing";

        await _host.EventuallyAsync(() => _host.Kernel.Applied.Count == 2, TimeSpan.FromSeconds(1));
        _host.Kernel.Holds!.Elements.ShouldBeEmpty();
    }

    [Fact]
    public async Task Rules_of_an_earlier_run_that_are_flushed_before_the_first_snapshot_are_replaced_by_closed_ones()
    {
        _host.WritePolicy(ReconcilerHost.ThreeTiers);
        await _host.StartAsync();
        await _host.StopAsync();
        _host.Kernel = new FakeDataplane { HoldsRulesOfAnEarlierRun = true };
        await _host.StartAsync();

        _host.Kernel.HoldsRulesOfAnEarlierRun = false;

        await _host.EventuallyAsync(() => _host.Kernel.Holds is not null, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_first_start_that_the_kernel_refuses_is_tried_again()
    {
        _host.WritePolicy(ReconcilerHost.ThreeTiers);
        _host.Kernel.Refusals = 1;
        await _host.StartAsync();
        _host.Reconciler.Current.InForce.ShouldBeNull();

        await _host.EventuallyAsync(() => _host.Reconciler.Current.InForce is not null, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_damaged_version_in_force_is_an_alarm_until_a_policy_is_applied()
    {
        _host.WritePolicy(ReconcilerHost.ThreeTiers);
        await _host.StartAsync();
        await _host.ApplyAsync(ReconcilerHost.Closed);
        await _host.StopAsync();
        await File.AppendAllTextAsync(Path.Combine(_host.StateFolder, "versions", "2", "policy", "policy.toml"), "# altered");
        await File.AppendAllTextAsync(Path.Combine(_host.StateFolder, "versions", "1", "rules.nft"), "# altered, which enforces nothing");
        _host.Kernel = new FakeDataplane();

        await _host.StartAsync();

        _host.Reconciler.Current.InForce!.Number.ShouldBe(1);
        _host.Reconciler.Current.Alarms.ShouldHaveSingleItem().ShouldContain("version 2 was in force and cannot be used");
        (await _host.ApplyAsync(ReconcilerHost.Closed + "\n# again")).ShouldBeOfType<ChangeOutcome.Done>();
        _host.Reconciler.Current.Alarms.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_bridge_that_is_not_filtered_within_is_an_alarm()
    {
        _host.WritePolicy(ReconcilerHost.ThreeTiers);
        await _host.StartAsync();
        var filtered = ReconcilerHost.With(("web-1", "web", WebAddress));

        _host.Sources.Report(filtered with { Host = filtered.Host with { FilteredBridges = [] } });
        await _host.EventuallyAsync(() => _host.Reconciler.Current.Alarms.Any(alarm => alarm.Contains("br-0123456789ab", StringComparison.Ordinal)));

        _host.Sources.Report(filtered);
        await _host.EventuallyAsync(() => _host.Reconciler.Current.Alarms.IsEmpty);
    }

    [Fact]
    public async Task A_kernel_that_cannot_be_read_is_not_called_in_sync_until_it_can()
    {
        _host.WritePolicy(ReconcilerHost.ThreeTiers);
        await _host.StartAsync();
        _host.Sources.Report(ReconcilerHost.With(("web-1", "web", WebAddress)));
        await _host.EventuallyAsync(() => _host.Kernel.Applied.Count == 2);

        _host.Kernel.IsUnreadable = true;
        await _host.EventuallyAsync(() => _host.Reconciler.Current.Kernel is KernelState.Failing, TimeSpan.FromSeconds(1));
        await Should.ThrowAsync<HostWall.Kernel.DataplaneException>(() => _host.Reconciler.ReadCountersAsync(CancellationToken.None));

        _host.Kernel.IsUnreadable = false;
        await _host.EventuallyAsync(() => _host.Reconciler.Current.Kernel is KernelState.InSync, TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task What_the_policy_warns_of_is_in_the_status()
    {
        _host.WritePolicy(ReconcilerHost.Closed);
        await _host.StartAsync();

        await _host.ApplyAsync(ReconcilerHost.Closed + "\n[[rules]]\nname = \"wide\"\nfrom = \"world\"\nto = \"web\"\n");

        _host.Reconciler.Current.Warnings.ShouldContain(warning => warning.StartsWith("policy.toml:", StringComparison.Ordinal) && warning.Contains("every port", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_change_of_an_operator_is_one_line_of_the_journal_under_the_operators_name()
    {
        _host.WritePolicy(ReconcilerHost.Closed);
        await _host.StartAsync();

        await _host.ApplyAsync(ReconcilerHost.ThreeTiers);

        var lines = Directory.GetFiles(Path.Combine(_host.StateFolder, "journal")).SelectMany(File.ReadLines).Where(line => line.Contains("\"version\":2", StringComparison.Ordinal)).ToList();
        lines.ShouldHaveSingleItem().ShouldContain("\"root\"");
    }

    [Fact]
    public async Task A_pass_that_fails_is_tried_again_with_growing_pauses_until_it_succeeds()
    {
        _host.WritePolicy(ReconcilerHost.ThreeTiers);
        await _host.StartAsync();
        _host.Kernel.Refusals = 3;

        _host.Sources.Report(ReconcilerHost.With(("web-1", "web", WebAddress)));
        await _host.EventuallyAsync(() => _host.Reconciler.Current.Kernel is KernelState.Failing { Attempts: 1 });
        _host.Time.Advance(TimeSpan.FromMilliseconds(200));
        await _host.EventuallyAsync(() => _host.Reconciler.Current.Kernel is KernelState.Failing { Attempts: 2 });
        _host.Time.Advance(TimeSpan.FromMilliseconds(399));
        await Task.Yield();
        _host.Reconciler.Current.Kernel.ShouldBeOfType<KernelState.Failing>().Attempts.ShouldBe(2);

        await _host.EventuallyAsync(() => _host.Reconciler.Current.Kernel is KernelState.InSync, TimeSpan.FromMilliseconds(10));
        _host.Kernel.Holds!.Elements.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task What_somebody_else_changed_in_the_kernel_is_put_back()
    {
        _host.WritePolicy(ReconcilerHost.ThreeTiers);
        await _host.StartAsync();
        _host.Sources.Report(ReconcilerHost.With(("web-1", "web", WebAddress)));
        await _host.EventuallyAsync(() => _host.Kernel.Applied.Count == 2);

        _host.Kernel.Drift = "chain inet forward is missing";

        await _host.EventuallyAsync(() => _host.Kernel.Applied.Count == 3, TimeSpan.FromSeconds(1));
        _host.Reconciler.Current.LastDrift.ShouldNotBeNull().Text.ShouldBe("chain inet forward is missing");
    }

    [Fact]
    public async Task A_kernel_that_refuses_at_boot_is_tried_again()
    {
        _host.WritePolicy(ReconcilerHost.ThreeTiers);
        await _host.StartAsync();
        await _host.StopAsync();
        _host.Kernel = new FakeDataplane { Refusals = 1 };

        await _host.StartAsync();
        _host.Reconciler.Current.Kernel.ShouldBeOfType<KernelState.Failing>();

        await _host.EventuallyAsync(() => _host.Kernel.Holds is not null, TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task Foreign_bridges_are_remembered_over_a_boot()
    {
        _host.WritePolicy(ReconcilerHost.ThreeTiers);
        await _host.StartAsync();
        var snapshot = ReconcilerHost.With();
        _host.Sources.Report(snapshot with { Host = snapshot.Host with { Bridges = ["br-0123456789ab", "vmnet"] } });
        await _host.EventuallyAsync(() => _host.Kernel.Holds!.Elements.OfType<Element.Link>().Any());
        await _host.StopAsync();

        _host.Kernel = new FakeDataplane();
        await _host.StartAsync();

        _host.Kernel.Holds!.Elements.ShouldBe([new Element.Link("foreign", "vmnet")]);
    }
}
