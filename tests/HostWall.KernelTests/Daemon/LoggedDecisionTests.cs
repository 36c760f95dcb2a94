using System.Net;
using System.Text.Json;
using HostWall.KernelTests.Harness;

namespace HostWall.KernelTests.Daemon;

/// <summary>What the kernel decided for real packets, as the daemon's log tells it.</summary>
public sealed class LoggedDecisionTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private const string Policy = """
        schema = 1

        [settings]
        mode = "enforce"

        [tiers.web]

        [tiers.api]

        [[rules]]
        name  = "web-to-api"
        from  = "web"
        to    = "api"
        ports = ["tcp/8080"]
        log   = true

        [[rules]]
        name   = "never"
        from   = "web"
        to     = "api"
        ports  = ["tcp/8081"]
        action = "deny"
        log    = true
        """;

    [Fact]
    public async Task A_logged_rule_tells_who_called_whom_where_and_by_which_rule()
    {
        var (host, daemon) = await fixture.StartAsync(Policy);
        var web = await host.RunContainerAsync(ContainerSpec.OfTier("web-1", "web", "front"));
        var api = await host.RunContainerAsync(ContainerSpec.OfTier("api-1", "api", "front"));
        await daemon.SettledAsync();
        await using var listener = await Listener.StartAsync(api.NamespacePath, 8080);

        await Eventually.ProbesAsync(ProbeResult.Open, () => Probe.TcpAsync(web.NamespacePath, new IPEndPoint(api.V4, 8080)));
        await Eventually.ProbesAsync(ProbeResult.Filtered, () => Probe.TcpAsync(web.NamespacePath, new IPEndPoint(api.V6, 8081)));

        var allowed = await DecisionAsync(daemon, "rule web-to-api", "web-1");
        Fields(allowed, "Verdict", "From", "FromTier", "Source", "To", "ToTier", "Destination", "DestinationPort", "Protocol")
            .ShouldBe($"allow web-1 web {web.V4} api-1 api {api.V4} 8080 tcp");
        var denied = await DecisionAsync(daemon, "rule never", "web-1");
        Fields(denied, "Verdict", "Enforced", "From", "Source", "To", "Destination", "DestinationPort")
            .ShouldBe($"deny True web-1 {web.V6} api-1 {api.V6} 8081");
        denied.GetProperty("At").GetDateTimeOffset().ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task In_audit_mode_everything_passes_and_what_would_be_denied_is_told()
    {
        var (host, daemon) = await fixture.StartAsync(Policy.Replace("enforce", "audit", StringComparison.Ordinal));
        var web = await host.RunContainerAsync(ContainerSpec.OfTier("web-2", "web", "front"));
        var stray = await host.RunContainerAsync(new ContainerSpec("stray-2") { Networks = ["front"] });
        await daemon.SettledAsync();
        await using var strayListener = await Listener.StartAsync(stray.NamespacePath, 9000);
        await using var clientListener = await Listener.StartAsync(host.ClientNamespacePath, 9000);
        await using var hostListener = await Listener.StartAsync(host.NamespacePath, 9000);

        foreach (var address in new[] { stray.V4, stray.V6, host.ClientV4, host.ClientV6, host.V4, host.V6 })
            await Eventually.ProbesAsync(ProbeResult.Open, () => Probe.TcpAsync(web.NamespacePath, new IPEndPoint(address, 9000)));
        await Eventually.ProbesAsync(ProbeResult.Open, () => Probe.UdpAsync(stray.NamespacePath, new IPEndPoint(host.ClientV4, 9000)));
        await Eventually.ProbesAsync(ProbeResult.Open, () => Probe.TcpAsync(host.ClientNamespacePath, new IPEndPoint(stray.V4, 9000)));

        var decision = await DecisionAsync(daemon, "default", "stray-2");
        Fields(decision, "Verdict", "Enforced").ShouldBe("deny False");
        (await daemon.RunAsync("status")).ShouldEndWith(0).Output.ShouldContain("audit");
        var explained = (await daemon.RunAsync("explain", "web-2", "stray-2", "tcp/9000", "--json")).Json;
        explained.GetProperty("passes").GetBoolean().ShouldBeTrue();
        explained.GetProperty("verdict").GetString().ShouldBe("deny");
    }

    [Fact]
    public async Task A_flood_of_denials_is_limited_and_counted()
    {
        var (host, daemon) = await fixture.StartAsync(Policy);
        var program = await FirstAct.BuildAsync(host);
        var api = await host.RunContainerAsync(ContainerSpec.OfTier("api-3", "api", "front"));
        await daemon.SettledAsync();
        var before = daemon.Log().Count;

        await host.CreateContainerAsync(ContainerSpec.OfTier("web-3", "web", "front").By(program, "flood", "8081", $"{api.V4}"));
        await host.DockerAsync("start", "--attach", "web-3");

        var status = await Eventually.GetAsync(daemon.StatusAsync, status => status.Logs.Suppressed > 0, TimeSpan.FromSeconds(10));
        status.Logs.Suppressed.ShouldBeGreaterThan(0);
        (daemon.Log().Count - before).ShouldBeLessThan(1000);
    }

    /// <summary>The first decision whose reason and line hold these.</summary>
    private static async Task<JsonElement> DecisionAsync(HostWallDaemon daemon, string reason, string part = "") =>
        (await Eventually.GetAsync(() => Task.FromResult<JsonElement?>(daemon.Log().Cast<JsonElement?>().FirstOrDefault(entry =>
            entry is { } line && line.TryGetProperty("Reason", out var by) && by.GetString()!.Contains(reason, StringComparison.Ordinal)
            && line.TryGetProperty("Verdict", out _) && line.ToString().Contains(part, StringComparison.Ordinal))), found => found is not null))
        .ShouldNotBeNull($"no decision by {reason}");

    private static string Fields(JsonElement entry, params string[] names) => string.Join(' ', names.Select(name => entry.GetProperty(name).ToString()));
}
