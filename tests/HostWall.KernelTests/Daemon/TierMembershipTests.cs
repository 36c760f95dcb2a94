using System.Net;
using HostWall.KernelTests.Harness;

namespace HostWall.KernelTests.Daemon;

/// <summary>Which tier a container is in, by the label that it was created with, by selection and by claim; and what that opens.</summary>
public sealed class TierMembershipTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private const int Port = 8080;

    private const string Policy = """
        schema = 1

        [tiers.web]

        [tiers.api]

        [tiers.claimed]
        claim = { project = ["shop"] }

        [tiers.by-image]
        select = { image = ["pick/*"] }

        [tiers.by-name]
        select = { name = ["pick-?"] }

        [tiers.by-network]
        select = { network = ["back"], label = { env = "prod" } }

        [tiers.by-project]
        select = { project = ["yard"] }

        [[rules]]
        name  = "web-to-api"
        from  = "web"
        to    = "api"
        ports = ["tcp/8080"]

        [[rules]]
        name = "web-out"
        from = "web"
        to   = ["world", "host"]
        """;

    [Fact]
    public async Task Labelled_containers_reach_each_other_as_the_policy_says_and_unlabelled_ones_nobody()
    {
        var (host, daemon) = await fixture.StartAsync(Policy);
        var web = await host.RunContainerAsync(ContainerSpec.OfTier("web", "web", "front"));
        var api = await host.RunContainerAsync(ContainerSpec.OfTier("api", "api", "front"));
        var stray = await host.RunContainerAsync(new ContainerSpec("stray") { Networks = ["front"] });
        await daemon.SettledAsync();
        await using var webListener = await Listener.StartAsync(web.NamespacePath, Port);
        await using var apiListener = await Listener.StartAsync(api.NamespacePath, Port);
        await using var strayListener = await Listener.StartAsync(stray.NamespacePath, Port);
        await using var clientListener = await Listener.StartAsync(host.ClientNamespacePath, Port);
        await using var hostListener = await Listener.StartAsync(host.NamespacePath, Port);

        await AssertAsync(web.NamespacePath, api.V4, api.V6, ProbeResult.Open);
        await AssertAsync(web.NamespacePath, host.ClientV4, host.ClientV6, ProbeResult.Open);
        await AssertAsync(web.NamespacePath, host.V4, host.V6, ProbeResult.Open);
        await AssertAsync(api.NamespacePath, web.V4, web.V6, ProbeResult.Filtered);
        await AssertAsync(api.NamespacePath, host.ClientV4, host.ClientV6, ProbeResult.Filtered);
        await AssertAsync(api.NamespacePath, host.V4, host.V6, ProbeResult.Filtered);
        await AssertAsync(stray.NamespacePath, api.V4, api.V6, ProbeResult.Filtered);
        await AssertAsync(stray.NamespacePath, host.ClientV4, host.ClientV6, ProbeResult.Filtered);
        await AssertAsync(stray.NamespacePath, host.V4, host.V6, ProbeResult.Filtered);
        await AssertAsync(web.NamespacePath, stray.V4, stray.V6, ProbeResult.Filtered);
        await AssertAsync(host.ClientNamespacePath, stray.V4, stray.V6, ProbeResult.Filtered);
        await AssertAsync(host.NamespacePath, stray.V4, stray.V6, ProbeResult.Filtered);
        (strayListener.Connections(web.V4), hostListener.Connections(stray.V4), clientListener.Connections(host.V4) > 0).ShouldBe((0, 0, true));
    }

    [Fact]
    public async Task A_container_without_a_label_is_in_the_first_tier_that_selects_it()
    {
        var (host, daemon) = await fixture.StartAsync(Policy);
        await host.DockerAsync("tag", "hostwall/busybox:latest", "pick/this:1");
        await host.RunContainerAsync(new ContainerSpec("tagged") { Networks = ["front"], Image = "pick/this:1" });
        await host.RunContainerAsync(new ContainerSpec("pick-1") { Networks = ["front"] });
        await host.RunContainerAsync(new ContainerSpec("pick-12") { Networks = ["front"] });
        await host.RunContainerAsync(new ContainerSpec("joined") { Networks = ["front", "back"], Options = ["--label", "env=prod"] });
        await host.RunContainerAsync(new ContainerSpec("half") { Networks = ["back"] });
        await host.RunContainerAsync(new ContainerSpec("composed") { Networks = ["front"], Options = ["--label", "com.docker.compose.project=yard"] });
        await daemon.SettledAsync();

        await AssertTierAsync(daemon, "tagged", "by-image");
        await AssertTierAsync(daemon, "pick-1", "by-name");
        await AssertTierAsync(daemon, "pick-12", "unlabelled");
        await AssertTierAsync(daemon, "joined", "by-network");
        await AssertTierAsync(daemon, "half", "unlabelled");
        await AssertTierAsync(daemon, "composed", "by-project");
    }

    [Fact]
    public async Task A_claimed_tier_takes_only_those_whom_the_claim_fits()
    {
        var (host, daemon) = await fixture.StartAsync(Policy);
        await host.RunContainerAsync(ContainerSpec.OfTier("rightful", "claimed", "front") with { Options = ["--label", "com.docker.compose.project=shop"] });
        await host.RunContainerAsync(ContainerSpec.OfTier("usurper", "claimed", "front"));
        await daemon.SettledAsync();

        await AssertTierAsync(daemon, "rightful", "claimed");
        await AssertTierAsync(daemon, "usurper", "unlabelled");
        (await WarningsOfAsync(daemon, "usurper")).ShouldHaveSingleItem().ShouldContain("claim");
    }

    [Fact]
    public async Task The_label_of_an_image_counts_only_where_the_policy_says_so()
    {
        var (host, daemon) = await fixture.StartAsync(Policy);
        await host.DockerAsync("import", "--change", "LABEL hostwall.tier=web", "--change", "CMD [\"sleep\", \"2147483647\"]", Path.Combine(host.Folder, "image/layer.tar"), "labelled:1");
        await host.RunContainerAsync(new ContainerSpec("brought") { Networks = ["front"], Image = "labelled:1" });
        await host.RunContainerAsync(ContainerSpec.OfTier("given", "api", "front") with { Image = "labelled:1" });
        await daemon.SettledAsync();

        await AssertTierAsync(daemon, "brought", "unlabelled");
        await AssertTierAsync(daemon, "given", "api");
        (await WarningsOfAsync(daemon, "brought")).ShouldHaveSingleItem().ShouldContain("comes with the image");

        await daemon.ApplyAsync($"{Policy}\n[settings]\nimage-labels = true\n");

        await AssertTierAsync(daemon, "brought", "web");
        (await WarningsOfAsync(daemon, "brought")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Hostile_labels_and_names_are_inert_and_told_of()
    {
        string[] labels =
        [
            "bakend", "Web", "web ", "", "web\nweb", "\"web\"", "'web'", "$(nft flush ruleset)", "`id`", "web; flush ruleset", "accept", "{ type ipv4_addr; }",
            "web } flush ruleset", "\u001b[31mweb", "\u202ebew", new string('a', 10_000), "-f", "../../etc", "%s%n", "unlabelled\u0000"[..10],
        ];
        var (host, daemon) = await fixture.StartAsync(Policy);
        var web = await host.RunContainerAsync(ContainerSpec.OfTier("web", "web", "front"));
        var api = await host.RunContainerAsync(ContainerSpec.OfTier("api", "api", "front"));
        await host.RunContainerAsync(ContainerSpec.OfTier(new string('n', 200), "web", "front"));
        await host.RunContainerAsync(ContainerSpec.OfTier("accept.drop_-flush", "api", "front"));
        for (var number = 0; number < labels.Length; number++)
            await host.RunContainerAsync(ContainerSpec.OfTier($"hostile-{number}", labels[number], "front"));
        await daemon.SettledAsync();

        for (var number = 0; number < labels.Length; number++)
            await AssertTierAsync(daemon, $"hostile-{number}", "unlabelled");
        await AssertTierAsync(daemon, new string('n', 200), "web");
        await AssertTierAsync(daemon, "accept.drop_-flush", "api");
        (await KernelMembers.ReadAsync(host)).Members.Split('\n').Length.ShouldBe(8);
        await using var listener = await Listener.StartAsync(api.NamespacePath, Port);
        await AssertAsync(web.NamespacePath, api.V4, api.V6, ProbeResult.Open);

        var warnings = (await daemon.StatusAsync()).Warnings;
        warnings.ShouldContain(warning => warning.StartsWith("hostile-0: ", StringComparison.Ordinal) && warning.Contains("bakend", StringComparison.Ordinal));
        warnings.ShouldAllBe(warning => warning.Length < 500 && !warning.Any(char.IsControl));
        daemon.LogMessages("hostile-0").ShouldNotBeEmpty();
        var status = (await daemon.RunAsync("status")).ShouldEndWith(0);
        status.Output.ShouldNotContain("\u001b");
        (await daemon.RunAsync("endpoints")).ShouldEndWith(0).Output.ShouldNotContain("\u001b");
    }

    private static async Task<IEnumerable<string>> WarningsOfAsync(HostWallDaemon daemon, string container)
        => (await daemon.StatusAsync()).Warnings.Where(warning => warning.StartsWith($"{container}: ", StringComparison.Ordinal));

    private static async Task AssertTierAsync(HostWallDaemon daemon, string container, string tier) =>
        (await daemon.ContainerAsync(container)).ShouldNotBeNull(container).Tier.ShouldBe(tier, container);

    private static async Task AssertAsync(string from, IPAddress v4, IPAddress v6, ProbeResult expected)
    {
        foreach (var address in new[] { v4, v6 })
            await Eventually.ProbesAsync(expected, () => Probe.TcpAsync(from, new IPEndPoint(address, Port)));
    }
}
