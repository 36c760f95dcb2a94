using System.Net.Sockets;
using System.Text;
using HostWall.KernelTests.Harness;

namespace HostWall.KernelTests.Daemon;

/// <summary>nft, the disk and Docker as they ought not to be: told clearly, what is in force stays, and all comes right by itself afterwards.</summary>
public sealed class BadWorldTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private const string Policy = """
        schema = 1

        [tiers.web]

        [tiers.api]

        [[rules]]
        name  = "web-to-api"
        from  = "web"
        to    = "api"
        ports = ["tcp/8080"]
        """;

    private const string Other = """
        schema = 1

        [tiers.web]
        """;

    [Theory]
    [InlineData("fail", "cache initialization failed")]
    [InlineData("half", "nft")]
    [InlineData("killed", "nft")]
    public async Task An_nft_that_fails_changes_nothing_and_is_tried_again(string mood, string said)
    {
        TestGuard.RequireDocker();
        await using var host = await DockerHost.StartAsync();
        await host.CreateNetworkAsync("front", 1);
        await using var daemon = await HostWallDaemon.StartAsync(host, Policy);
        await host.RunContainerAsync(ContainerSpec.OfTier("web", "web", "front"));
        await daemon.SettledAsync();
        var nft = await FaultyNft.InstallAsync(daemon);
        var before = await KernelRules.OwnAsync(host);

        await nft.BeAsync(mood);
        var refused = await daemon.RunAsync("apply", await OtherAsync(daemon));
        refused.ShouldEndWith(4).Errors.ShouldContain(said);
        (await KernelRules.OwnAsync(host)).ShouldBeRules(before);

        await host.RunContainerAsync(ContainerSpec.OfTier("late", "web", "front"));
        var status = await Eventually.GetAsync(daemon.StatusAsync, status => status.Kernel.State == "failing");
        status.Kernel.State.ShouldBe("failing");
        status.Kernel.Message.ShouldNotBeNull().ShouldContain("nft");
        (await KernelRules.OwnAsync(host)).ShouldBeRules(before);

        await nft.BeAsync("well");
        await daemon.SettledAsync();
        (await KernelMembers.ReadAsync(host)).Members.ShouldBe(await host.LabelledAsync());
        (await daemon.StatusAsync()).Version!.Number.ShouldBe(1);
        (await daemon.RunAsync("apply", await OtherAsync(daemon))).ShouldEndWith(0);
    }

    [Fact]
    public async Task An_nft_that_hangs_is_given_up_and_an_nft_that_is_missing_is_named()
    {
        TestGuard.RequireDocker();
        await using var host = await DockerHost.StartAsync();
        await host.CreateNetworkAsync("front", 1);
        await using var daemon = await HostWallDaemon.StartAsync(host, Policy);
        var before = await KernelRules.OwnAsync(host);

        await FaultyNft.HideAsync(daemon);
        (await daemon.RunAsync("apply", await OtherAsync(daemon))).ShouldEndWith(4).Errors.ShouldContain("nft is not installed");
        (await KernelRules.OwnAsync(host)).ShouldBeRules(before);
        await FaultyNft.BringBackAsync(daemon);

        var nft = await FaultyNft.InstallAsync(daemon);
        await nft.BeAsync("hang");
        await host.RunContainerAsync(ContainerSpec.OfTier("web", "web", "front"));
        var status = await Eventually.GetAsync(daemon.StatusAsync, status => status.Kernel.State == "failing", TimeSpan.FromSeconds(45));
        status.Kernel.Message.ShouldNotBeNull().ShouldContain("nft");
        (await KernelRules.OwnAsync(host)).ShouldBeRules(before);

        await nft.BeAsync("well");
        await daemon.SettledAsync(TimeSpan.FromSeconds(60));
        (await KernelMembers.ReadAsync(host)).Members.ShouldBe(await host.LabelledAsync());
        // Whoever hung was ended.
        (await Eventually.GetAsync(() => Task.FromResult(Children(daemon.Pid)), children => !children.Contains("sleep"))).ShouldNotContain("sleep");
    }

    [Fact]
    public async Task A_full_disk_refuses_a_change_and_does_not_keep_the_rules_from_following_the_containers()
    {
        var (host, daemon) = await fixture.StartAsync(Policy);
        await daemon.StopAsync();
        var saved = $"{daemon.StateFolder}.saved";
        Directory.Move(daemon.StateFolder, saved);
        Directory.CreateDirectory(daemon.StateFolder, (UnixFileMode)0b111_000_000);
        await Tool.RunAsync("mount", ["-t", "tmpfs", "-o", "size=512k,mode=0700", "hostwall-test", daemon.StateFolder]);
        try
        {
            await Tool.RunAsync("cp", ["-a", $"{saved}/.", daemon.StateFolder]);
            await daemon.StartAsync();
            await daemon.SettledAsync();
            var before = await KernelRules.OwnAsync(host);
            var version = (await daemon.StatusAsync()).Version!.Number;
            var filler = Path.Combine(daemon.StateFolder, "filler");
            await CommandLineResult.OfAsync(host.Command("dd", ["if=/dev/zero", $"of={filler}", "bs=4096"]));

            var refused = (await daemon.RunAsync("apply", await OtherAsync(daemon))).ShouldEndWith(4);
            refused.Errors.ShouldContain("no space left");
            refused.Errors.ShouldContain("Nothing was changed");
            (await KernelRules.OwnAsync(host)).ShouldBeRules(before);

            // The glass breaks all the same, and it is said that nothing could be written down.
            (await daemon.RunAsync("disable")).ShouldEndWith(0).Output.ShouldContain("only until a restart");
            (await host.RunAsync("nft", ["list", "tables"])).ShouldNotContain("hostwall");
            (await daemon.RunAsync("enable")).ShouldEndWith(0);

            await host.RunContainerAsync(ContainerSpec.OfTier("web", "web", "front"));
            await daemon.SettledAsync();
            (await KernelMembers.ReadAsync(host)).Members.ShouldBe(await host.LabelledAsync());

            File.Delete(filler);
            (await daemon.RunAsync("apply", await OtherAsync(daemon))).ShouldEndWith(0);
            (await daemon.StatusAsync()).Version!.Number.ShouldBe(version + 1);
            (await daemon.RunAsync("history", "--verify")).ShouldEndWith(0);
        }
        finally
        {
            await daemon.StopAsync();
            await Tool.RunAsync("umount", ["--lazy", daemon.StateFolder]);
            Directory.Delete(daemon.StateFolder);
            Directory.Move(saved, daemon.StateFolder);
            await daemon.StartAsync();
        }
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("refused")]
    [InlineData("nonsense")]
    [InlineData("silent")]
    public async Task A_Docker_that_cannot_be_talked_to_is_told_of_and_the_rules_stay(string kind)
    {
        var (host, daemon) = await fixture.StartAsync(Policy);
        var web = await host.RunContainerAsync(ContainerSpec.OfTier("web", "web", "front"));
        await daemon.SettledAsync();
        var before = await KernelRules.OwnAsync(host);
        await daemon.StopAsync();
        var path = Path.Combine(daemon.Folder, $"{kind}.sock");
        using var server = kind == "missing" ? null : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        server?.Bind(new UnixDomainSocketEndPoint(path));
        if (kind is "nonsense" or "silent")
            server!.Listen();
        using var end = new CancellationTokenSource();
        var answering = kind == "nonsense" ? AnswerAsync(server!, end.Token) : Task.CompletedTask;

        daemon.Endpoint = $"unix://{path}";
        await daemon.StartAsync();
        var status = await Eventually.GetAsync(daemon.StatusAsync, status => status.Docker.Why is not null, TimeSpan.FromSeconds(15));

        status.Healthy.ShouldBeFalse();
        status.Docker.State.ShouldNotBe("connected");
        status.Docker.Why.ShouldNotBeNullOrWhiteSpace();
        (await KernelRules.OwnAsync(host)).ShouldBeRules(before);
        (await daemon.RunAsync("apply", await OtherAsync(daemon))).ShouldEndWith(4).Errors.ShouldContain("Nothing was changed");
        (await KernelRules.OwnAsync(host)).ShouldBeRules(before);
        (await daemon.RunAsync("status")).Output.ShouldContain("docker");

        await daemon.StopAsync();
        await end.CancelAsync();
        await answering;
        daemon.Endpoint = host.Endpoint;
        await daemon.StartAsync();
        await daemon.SettledAsync();
        (await KernelMembers.ReadAsync(host)).Members.ShouldContain($"{web.V4}");
    }

    /// <summary>The names of the programs that the daemon runs.</summary>
    private static List<string> Children(int pid) =>
    [
        .. Directory.GetDirectories($"/proc/{pid}/task")
            .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(child => Path.Combine("/proc", child, "comm"))
            .Where(File.Exists)
            .Select(comm => File.ReadAllText(comm).Trim()),
    ];

    private static async Task AnswerAsync(Socket server, CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                using var caller = await server.AcceptAsync(cancel);
                await caller.SendAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"Id\": 4, []"), cancel);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException)
        {
            // The test is over, or the caller has hung up.
        }
    }

    private static async Task<string> OtherAsync(HostWallDaemon daemon)
    {
        var path = Path.Combine(daemon.Folder, "other.toml");
        await File.WriteAllTextAsync(path, Other);
        return path;
    }
}
