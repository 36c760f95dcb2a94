using HostWall.Daemon;
using HostWall.Docker;
using HostWall.Tests.Control;
using HostWall.Tests.Versions;

namespace HostWall.Tests.Commands;

public sealed class OutputTests
{
    [Fact]
    public async Task Status_shows_health_at_a_glance()
    {
        await using var host = await ControlHost.StartAsync();
        await host.ApplyAsync(Inventories.Policy, "-m", "first");
        var run = await host.RunAsync("status");
        run.ShouldBe(new Run(0, """
            kernel          in sync since 2026-01-31 23:59:58Z
            mode            enforce
            version         1, apply at 2026-01-31 23:59:58Z by root: first
            policy on disk  is what is in force
            backend         nftables: the only backend of this version
            docker          connected to 20.10.24 since 2026-01-31 23:59:58Z
            last change     none since the start
            drift           none since the start
            log             0 suppressed by the rate limit, 0 lost
            daemon          0.1.0, since 2026-01-31 23:59:58Z

            tier        containers  addresses
            web         1           1
            db          1           1
            unlabelled  0           0

            """, ""));
    }

    [Fact]
    public async Task Status_of_a_daemon_without_a_policy_says_so_and_is_not_healthy()
    {
        await using var host = await ControlHost.StartAsync();
        var run = await host.RunAsync("status");
        run.Exit.ShouldBe(1);
        run.Output.ShouldStartWith("WARNING: no policy is in force; `hostwall apply` makes the one of the config folder so\n");
    }

    [Fact]
    public async Task Status_is_loud_about_what_nobody_should_overlook()
    {
        await using var host = await ControlHost.StartAsync();
        await host.ApplyAsync(Inventories.Policy);
        host.Runtime.Current = host.Runtime.Current with
        {
            Docker = new DockerConnection.Disconnected("connection refused", Given.Now),
            Kernel = new KernelState.Failing("nft: out of memory", Given.Now, 3),
            OnDisk = new PolicyOnDisk.Differs(),
            Warnings = ["web-1: label names unknown tier"],
        };
        var run = await host.RunAsync("status");
        run.Exit.ShouldBe(1);
        run.Output.ShouldContain("WARNING: the kernel refuses what the policy says; what was in force before stays\n");
        run.Output.ShouldContain("WARNING: Docker is not connected; containers that come now stay closed as unlabelled\n");
        run.Output.ShouldContain("failing since 2026-01-31 23:59:58Z, 3 attempts: nft: out of memory\n");
        run.Output.ShouldContain("differs from what is in force; a restart keeps what is in force\n");
        run.Output.ShouldContain("warning: web-1: label names unknown tier\n");
    }

    [Fact]
    public async Task Apply_says_what_the_policy_is_warned_of()
    {
        await using var host = await ControlHost.StartAsync();
        var run = await host.RunAsync("apply", host.Folder.Write("open.toml", "schema = 1\n[tiers.web]\n[[rules]]\nname = \"open\"\nfrom = \"any\"\nto = \"web\"\n"));
        run.Exit.ShouldBe(0);
        run.Error.ShouldContain("open.toml:5:8: warning: rule \"open\" opens \"web\" to \"any\" on every port\n");
        run.Output.ShouldNotContain("warning");
    }

    [Fact]
    public async Task Plan_shows_who_gains_and_loses_before_the_text()
    {
        await using var host = await ControlHost.StartAsync();
        await host.ApplyAsync(Inventories.Policy);
        host.Conntrack.Open(0xAC140002, 0xAC140003, 5432);
        host.Conntrack.Open(0xAC140002, 0xAC140003, 5432);
        var run = await host.RunAsync("plan", host.Folder.Write("tighter.toml", Inventories.Tighter));
        run.ShouldBe(new Run(0, """

            from  to  gains  loses
            web   db         tcp/5432

            container  tier  from         to  gains  loses
            db-1       db    as its tier
            web-1      web   as its tier

            2 open flows would be cut
            the rule set stays the same

            """, ""));
        host.Runtime.Current.InForce!.Number.ShouldBe(1);
    }

    [Fact]
    public async Task Plan_sets_out_a_container_that_changes_its_tier()
    {
        await using var host = await ControlHost.StartAsync();
        await host.ApplyAsync(Inventories.Policy);
        var moved = Inventories.Policy.Replace("[tiers.web]", "[tiers.web]\nclaim = { project = [\"shop\"] }", StringComparison.Ordinal);
        var run = await host.RunAsync("plan", host.Folder.Write("moved.toml", moved));
        run.Output.ShouldContain("""
            no tier gains or loses reach

            container  tier               from   to     gains  loses
            web-1      web -> unlabelled  web-1  db            tcp/5432
                                          world  web-1         tcp/443

            """);
    }

    [Fact]
    public async Task Plan_names_the_containers_that_a_group_with_other_addresses_means()
    {
        await using var host = await ControlHost.StartAsync();
        var policy = Inventories.Policy.Replace("[tiers.web]", "[groups.office]\ncidrs = [\"203.0.113.0/24\"]\n[tiers.web]", StringComparison.Ordinal)
            .Replace("from  = \"world\"\nto    = \"web\"", "from  = \"office\"\nto    = \"web\"", StringComparison.Ordinal);
        await host.ApplyAsync(policy);
        var moved = policy.Replace("203.0.113.0/24", "192.0.2.0/24", StringComparison.Ordinal);
        (await host.RunAsync("plan", host.Folder.Write("moved.toml", moved))).Output.ShouldContain("""
            from    to   gains    loses
            office  web  tcp/443  tcp/443

            container  tier  from         to  gains  loses
            web-1      web   as its tier

            """);
    }

    [Fact]
    public async Task Plan_of_the_policy_in_force_has_nothing_to_show()
    {
        await using var host = await ControlHost.StartAsync();
        await host.ApplyAsync(Inventories.Policy);
        (await host.RunAsync("plan", host.Folder["candidate.toml"])).Output.ShouldBe("nothing would change: this policy is in force\n");
    }

    [Fact]
    public async Task A_first_plan_is_compared_with_a_host_that_closes_nothing()
    {
        await using var host = await ControlHost.StartAsync();
        var run = await host.RunAsync("plan", host.Folder.Write("first.toml", Inventories.Policy));
        run.Output.ShouldStartWith("mode: none -> enforce\n");
        run.Output.ShouldContain("world       web                tcp/0-442,444-65535 udp sctp icmp other\n");
        run.Output.ShouldContain("--- /dev/null\n+++ planned\n");
    }

    [Fact]
    public async Task Explain_names_the_deciding_line_and_the_way_there()
    {
        await using var host = await ControlHost.StartAsync();
        await host.ApplyAsync(Inventories.Policy);
        (await host.RunAsync("explain", "web-1", "db-1", "tcp/5432")).ShouldBe(new Run(0, """
            web-1 -> db-1 tcp/5432: allowed by rule web-to-db (policy.toml:12)
              web-1 is a container, tier web (label hostwall.tier), at 172.20.0.2 on backend
              db-1 is a container, tier db (label hostwall.tier), at 172.20.0.3 on backend
              rule web-to-db allows it (policy.toml:12)
              an allowed flow goes on to Docker's own rules, which may still drop it
              asked: version 1, in force

            """, ""));
    }

    [Fact]
    public async Task Explain_of_another_policy_names_the_line_of_its_file()
    {
        await using var host = await ControlHost.StartAsync();
        var file = host.Folder.Write("tighter.toml", Inventories.Tighter);
        var run = await host.RunAsync("explain", "web-1", "db", "tcp/5432", "--file", file);
        run.Exit.ShouldBe(1);
        run.Output.ShouldStartWith($"web-1 -> db tcp/5432: denied by rule web-to-db ({file}:12)\n");
        run.Output.ShouldEndWith("  asked: a policy that is not in force\n");
    }

    [Fact]
    public async Task Endpoints_shows_hostile_names_for_what_they_are()
    {
        await using var host = await ControlHost.StartAsync(Inventories.Host("a\u001b[31m\nb", "[red]c[/]", "$(reboot)"));
        await host.ApplyAsync(Inventories.Policy);
        (await host.RunAsync("endpoints")).ShouldBe(new Run(0, """
            container  tier        why                          network  addresses    published
            $(reboot)  unlabelled  no label, no select matches  backend  172.20.0.12
            [red]c[/]  unlabelled  no label, no select matches  backend  172.20.0.11
            a␛[31m␊b   unlabelled  no label, no select matches  backend  172.20.0.10
            db-1       db          label hostwall.tier          backend  172.20.0.3
            web-1      web         label hostwall.tier          backend  172.20.0.2   0.0.0.0:8443->443/tcp [::]:8443->443/tcp

            """, ""));
    }

    [Fact]
    public async Task Matrix_and_counters_are_tables()
    {
        await using var host = await ControlHost.StartAsync();
        await host.ApplyAsync(Inventories.Policy);
        host.Runtime.Counters = [new("rule_public-web", 12, 720, Given.Now), new("default_ingress_db", 3, 180, null), new("invalid", 0, 0, null)];
        (await host.RunAsync("matrix")).Output.ShouldBe("""
            from \ to   web      db        unlabelled  host  world
            web         -        tcp/5432  -           -     -
            db          -        -         -           -     -
            unlabelled  -        -         -           -     -
            host        -        -         -           ·     ·
            world       tcp/443  -         -           ·     ·

            """);
        (await host.RunAsync("counters")).Output.ShouldBe("""
            what             name        action  packets  bytes  last matched          line
            rule             public-web  allow   12       720    2026-01-31 23:59:58Z  policy.toml:6
            ingress default  db          deny    3        180    -                     policy.toml:4
            other            invalid     -       0        0      -                     -

            """);
    }

    [Fact]
    public async Task Counters_stand_in_the_policy_s_order_whatever_the_kernel_s()
    {
        await using var host = await ControlHost.StartAsync();
        await host.ApplyAsync("""
            schema = 1
            [tiers.web]
            [[rules]]
            name = "watched"
            from = "world"
            to = "web"
            mode = "audit"
            [[rules]]
            name = "few"
            from = "world"
            to = "web"
            connections = { max = 3 }
            """);
        string[] kernel = ["invalid", "default_egress_web", "default_ingress_web", "over_few", "rule_few", "rule_gone", "rule_watched"];
        host.Runtime.Counters = [.. kernel.Select(name => new CounterReading(name, 1, 60, null))];

        (await host.RunAsync("counters")).Output.ShouldBe("""
            what             name     action  packets  bytes  last matched  line
            rule             watched  audit   1        60     -             policy.toml:3
            rule             few      allow   1        60     -             policy.toml:8
            over limit       few      deny    1        60     -             policy.toml:8
            rule             gone     -       1        60     -             -
            ingress default  web      deny    1        60     -             policy.toml:2
            egress default   web      deny    1        60     -             policy.toml:2
            other            invalid  -       1        60     -             -

            """);
    }

    [Fact]
    public async Task History_show_and_diff_tell_the_versions_apart()
    {
        await using var host = await ControlHost.StartAsync();
        await host.ApplyAsync(Inventories.Policy, "-m", "first");
        await host.ApplyAsync(Inventories.Tighter, "-m", "second");
        (await host.RunAsync("rollback", "-m", "too tight")).Output.ShouldBe("done: version 3 is in force; 2 rules\n");
        (await host.RunAsync("history", "--verify")).ShouldBe(new Run(0, $"""
            version  time                  who   from           changed       policy                  why
            3        2026-01-31 23:59:58Z  root  rollback to 1  as version 1  {Short(1)}  in force  too tight
            2        2026-01-31 23:59:58Z  root  apply          +1 -0 lines   {Short(2)}            second
            1        2026-01-31 23:59:58Z  root  apply          new           {Short(1)}            first
            every version is as it was stored

            """, ""));
        (await host.RunAsync("show", "2", "--policy")).Output.ShouldBe(Inventories.Tighter);
        (await host.RunAsync("show", "--rules")).Output.ShouldBe("table inet hostwall\n");
        var diff = (await host.RunAsync("diff")).Output;
        diff.ShouldStartWith("--- version 2/policy.toml\n+++ version 3/policy.toml\n");
        diff.ShouldContain("\n-action = \"deny\"\n \n [[tests]]\n");
        (await host.RunAsync("diff", "1", "3")).ShouldBe(new Run(0, "", "versions 1 and 3 have the same policy\n"));

        string Short(int number) => host.Versions.Records[number - 1].PolicySha256[..12];
    }

    [Fact]
    public async Task An_altered_version_is_found()
    {
        await using var host = await ControlHost.StartAsync();
        await host.ApplyAsync(Inventories.Policy);
        await host.ApplyAsync(Inventories.Tighter);
        File.AppendAllText(host.Folder["state/versions/1/policy/policy.toml"], "# one more line\n");
        var run = await host.RunAsync("history", "--verify");
        run.Exit.ShouldBe(1);
        run.Output.ShouldContain("version 1: ");
        run.Output.ShouldContain("  cannot be told  ");
        (await host.RunAsync("history", "--verify", "--json")).Output.ShouldContain("\"kind\": \"policyAltered\"");
        (await host.RunAsync("show", "1")).Exit.ShouldBe(4);
    }
}
