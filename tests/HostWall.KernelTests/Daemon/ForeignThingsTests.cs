using System.Net;
using HostWall.KernelTests.Harness;

namespace HostWall.KernelTests.Daemon;

/// <summary>What is not Docker's is nobody's business of HostWall's: bridges of others, their tables, their rules.</summary>
public sealed class ForeignThingsTests(DaemonFixture fixture, ITestOutputHelper output) : IClassFixture<DaemonFixture>
{
    private const int Port = 8080;

    private const string Policy = """
        schema = 1

        [tiers.web]
        """;

    [Theory]
    [InlineData("virbr0")]
    [InlineData("lab0")]
    public async Task A_bridge_of_somebody_else_is_left_alone(string bridge)
    {
        var (host, _) = await fixture.StartAsync(Policy);
        await using var left = await NetworkNamespace.CreateAsync();
        await using var right = await NetworkNamespace.CreateAsync();
        var made = TimeProvider.System.GetTimestamp();
        await PlugAsync(host, bridge, left, right);
        try
        {
            await using var near = await Listener.StartAsync(right.NamespacePath, Port);
            await using var outside = await Listener.StartAsync(host.ClientNamespacePath, Port);
            await using var gateway = await Listener.StartAsync(host.NamespacePath, Port);
            // br_netfilter may be on for the whole host, and Docker's own rules are not what this is about.
            await host.RunAsync("iptables", ["-I", "FORWARD", "-i", bridge, "-j", "ACCEPT"]);

            await AssertOpenAsync(left, "192.0.2.2");
            output.WriteLine($"{bridge}: neighbours are open at most {TimeProvider.System.GetElapsedTime(made).TotalMilliseconds:0} ms after the bridge was made");
            await AssertOpenAsync(left, "192.0.2.254");
            await AssertOpenAsync(left, host.ClientV4.ToString());
            (await Probe.TcpAsync(host.NamespacePath, new IPEndPoint(IPAddress.Parse("192.0.2.2"), Port))).ShouldBe(ProbeResult.Open);
        }
        finally
        {
            await host.RunAsync("iptables", ["-D", "FORWARD", "-i", bridge, "-j", "ACCEPT"]);
            await host.RunAsync("ip", ["link", "delete", bridge]);
        }
    }

    [Fact]
    public async Task Tables_and_rules_of_others_stay_as_they_are_whatever_HostWall_does()
    {
        var (host, daemon) = await fixture.StartAsync(Policy);
        await host.RunAsync("nft", ["-f", "-"], """
            table inet operator {
                set admins { type ipv4_addr; elements = { 192.0.2.1 } }
                chain input { type filter hook input priority 5; ip saddr @admins tcp dport 22 accept; }
            }
            add table inet hostwallet
            add chain inet hostwallet g1_nothing
            add table ip hostwall
            add chain ip hostwall mine
            """);
        await host.RunAsync("iptables", ["-I", "DOCKER-USER", "-s", "192.0.2.77", "-m", "comment", "--comment", "an operator's", "-j", "DROP"]);
        await host.RunAsync("ip6tables", ["-I", "FORWARD", "-s", "2001:db8:77::/64", "-j", "DROP"]);
        var before = await OthersAsync(host);

        await host.RunContainerAsync(ContainerSpec.OfTier("web", "web", "front"));
        await daemon.SettledAsync();
        await host.RemoveContainersAsync("web");
        await daemon.ApplyAsync(Policy + "\n[tiers.api]\n");
        (await daemon.RunAsync("rollback")).ShouldEndWith(0);
        await daemon.RestartAsync();
        (await daemon.RunAsync("disable")).ShouldEndWith(0);
        (await daemon.RunAsync("enable")).ShouldEndWith(0);
        await daemon.SettledAsync();

        (await OthersAsync(host)).ShouldBeRules(before);
        (await host.RunAsync("nft", ["list", "tables"])).ShouldContain("table inet hostwall\n");
    }

    private static async Task PlugAsync(DockerHost host, string bridge, NetworkNamespace left, NetworkNamespace right)
    {
        await host.RunAsync("ip", ["link", "add", bridge, "type", "bridge"]);
        await host.RunAsync("ip", ["-batch", "-"], $"""
            addr add 192.0.2.254/24 dev {bridge}
            link set {bridge} up
            link add {bridge}l master {bridge} type veth peer name eth0 netns {left.Name}
            link add {bridge}r master {bridge} type veth peer name eth0 netns {right.Name}
            link set {bridge}l up
            link set {bridge}r up

            """);
        await left.IpAsync("addr add 192.0.2.1/24 dev eth0", "link set eth0 up", "route add default via 192.0.2.254");
        await right.IpAsync("addr add 192.0.2.2/24 dev eth0", "link set eth0 up", "route add default via 192.0.2.254");
    }

    private static Task AssertOpenAsync(NetworkNamespace from, string address) =>
        Eventually.ProbesAsync(ProbeResult.Open, () => Probe.TcpAsync(from.NamespacePath, new IPEndPoint(IPAddress.Parse(address), Port)));

    /// <summary>Every table that is not HostWall's, and what iptables makes of its own.</summary>
    private static async Task<string> OthersAsync(DockerHost host)
    {
        var tables = (await host.RunAsync("nft", ["list", "tables"])).Split('\n').Select(line => line.Split(' '))
            .Where(words => (words[1], words[2]) is not (("inet" or "bridge"), "hostwall"));
        var texts = new List<string>();
        foreach (var table in tables)
            texts.Add(await KernelRules.TableAsync(host, table[1], table[2]));
        return string.Join('\n', [.. texts.Order(StringComparer.Ordinal), await host.RunAsync("iptables", ["-S"]), await host.RunAsync("ip6tables", ["-S"])]);
    }
}
