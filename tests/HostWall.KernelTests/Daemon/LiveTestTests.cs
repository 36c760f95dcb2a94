using System.Text.Json;
using HostWall.KernelTests.Harness;

namespace HostWall.KernelTests.Daemon;

/// <summary><c>hostwall test --live</c>: the kernel is asked with real packets whether it does what the policy says.</summary>
public sealed class LiveTestTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private const string Policy = """
        schema = 1

        [tiers.web]

        [tiers.db]

        [[rules]]
        name  = "web-to-db"
        from  = "web"
        to    = "db"
        ports = ["tcp/8080", "udp/8080", "icmp"]

        [[rules]]
        name   = "no-admin"
        from   = "web"
        to     = "db"
        ports  = ["tcp/9090"]
        action = "reject"

        [[rules]]
        name  = "host-to-web"
        from  = "host"
        to    = "web"
        ports = ["tcp/8080"]

        [[tests]]
        name   = "tcp"
        from   = "web"
        to     = "db"
        port   = "tcp/8080"
        expect = "allow"

        [[tests]]
        name   = "udp"
        from   = "web"
        to     = "db"
        port   = "udp/8080"
        expect = "allow"

        [[tests]]
        name   = "ping"
        from   = "web"
        to     = "db"
        port   = "icmp"
        expect = "allow"

        [[tests]]
        name   = "back"
        from   = "db"
        to     = "web"
        port   = "tcp/8080"
        expect = "deny"

        [[tests]]
        name   = "back by datagram"
        from   = "db"
        to     = "web"
        port   = "udp/8080"
        expect = "deny"

        [[tests]]
        name   = "admin"
        from   = "web"
        to     = "db"
        port   = "tcp/9090"
        expect = "deny"

        [[tests]]
        name   = "from the host"
        from   = "host"
        to     = "web"
        port   = "tcp/8080"
        expect = "allow"

        [[tests]]
        name   = "to the host"
        from   = "web"
        to     = "host"
        port   = "tcp/8080"
        expect = "deny"

        [[tests]]
        name   = "from outside"
        from   = "world"
        to     = "db"
        port   = "tcp/8080"
        expect = "deny"
        """;

    [Fact]
    public async Task Real_packets_agree_with_the_policy_and_what_cannot_be_probed_is_said()
    {
        var (_, daemon) = await StartAsync();

        var report = (await daemon.RunAsync("test", "--live", "--json")).ShouldEndWith(0).Json;

        var probes = report.GetProperty("probes").EnumerateArray().ToList();
        Seen(probes, "tcp").ShouldBe(["passes", "passes"]);
        Seen(probes, "udp").ShouldBe(["passes", "passes"]);
        Seen(probes, "ping").ShouldBe(["passes", "passes"]);
        Seen(probes, "back").ShouldBe(["dropped", "dropped"]);
        Seen(probes, "back by datagram").ShouldBe(["dropped", "dropped"]);
        Seen(probes, "admin").ShouldBe(["rejected", "rejected"]);
        Seen(probes, "from the host").ShouldBe(["passes", "passes"]);
        Seen(probes, "to the host").ShouldBe(["dropped", "dropped"]);
        var outside = probes.Single(probe => probe.GetProperty("test").GetString() == "from outside");
        outside.GetProperty("agrees").ValueKind.ShouldBe(JsonValueKind.Null);
        outside.GetProperty("why").GetString().ShouldBe("nothing can be sent from world by this host");
        var text = (await daemon.RunAsync("test", "--live")).ShouldEndWith(0).Output;
        text.ShouldContain("16 agree, 0 differ, 1 not probed");
        (await daemon.RunAsync("test", "--live", daemon.PolicyPath)).ShouldEndWith(0);
    }

    [Fact]
    public async Task A_hole_that_somebody_made_in_the_kernels_rules_shows_as_a_difference()
    {
        var (host, daemon) = await StartAsync();

        // The daemon puts it right every five seconds: it may come in between.
        var run = await Eventually.GetAsync(
            async () =>
            {
                await host.RunAsync("nft", ["insert", "rule", "inet", "hostwall", "forward", "tcp", "dport", "8080", "accept"]);
                return await daemon.RunAsync("test", "--live", "--json");
            },
            run => run.ExitCode == 1,
            TimeSpan.FromSeconds(20));

        run.ShouldEndWith(1);
        run.Json.GetProperty("passed").GetBoolean().ShouldBeFalse();
        Seen([.. run.Json.GetProperty("probes").EnumerateArray()], "back").ShouldContain("passes");
    }

    [Fact]
    public async Task Only_the_policy_in_force_can_be_probed()
    {
        var (_, daemon) = await StartAsync();
        var path = Path.Combine(daemon.Folder, "other.toml");
        await File.WriteAllTextAsync(path, Policy + "\n# another\n");

        (await daemon.RunAsync("test", "--live", path)).ShouldEndWith(2).Errors.ShouldContain("not in force");
    }

    private async Task<(DockerHost Host, HostWallDaemon Daemon)> StartAsync()
    {
        var (host, daemon) = await fixture.StartAsync(Policy);
        await host.RunContainerAsync(ContainerSpec.OfTier("web", "web", "front"));
        await host.RunContainerAsync(ContainerSpec.OfTier("db", "db", "front"));
        await daemon.SettledAsync();
        return (host, daemon);
    }

    private static List<string?> Seen(IEnumerable<JsonElement> probes, string test)
        => [.. probes.Where(probe => probe.GetProperty("test").GetString() == test).Select(probe => probe.GetProperty("seen").GetString())];
}
