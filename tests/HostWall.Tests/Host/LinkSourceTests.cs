using HostWall.Host;
using HostWall.Programs;
using HostWall.Tests.Inventory;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace HostWall.Tests.Host;

public sealed class LinkSourceTests : IAsyncDisposable
{
    private static readonly LinkTimings Quick = LinkTimings.Default with { FirstRetry = TimeSpan.FromMilliseconds(1), LastRetry = TimeSpan.FromMilliseconds(10) };

    private const string BridgeCame = "7: br-new: <BROADCAST,MULTICAST> mtu 1500 qdisc noop state DOWN group default";

    private readonly FakePrograms _host = new();
    private readonly IBridgeSysctls _sysctls = Substitute.For<IBridgeSysctls>();
    private readonly LinkSource _source;
    private readonly Followed<LinkPart> _parts;

    public LinkSourceTests()
    {
        _host.Bridges["docker0"] = false;
        _host.Bridges["virbr0"] = false;
        _sysctls.Read().Returns(_ => _host.Sysctls);
        _source = new LinkSource(_host, _sysctls, Quick, TimeProvider.System, NullLogger<LinkSource>.Instance);
        _parts = new Followed<LinkPart>(_source.PartsAsync);
    }

    public ValueTask DisposeAsync() => _parts.DisposeAsync();

    [Fact]
    public async Task Addresses_and_bridges_are_read_and_link_local_addresses_left_out()
    {
        var part = await UntilAsync(_ => true);

        part.Addresses.Select(address => address.ToString()).ShouldBe(["127.0.0.1", "192.0.2.1", "::1"]);
        part.Outer.ShouldBe(["lo", "eth0", .. part.Bridges.Select(bridge => bridge.Name)], ignoreOrder: true);
        part.Bridges.Select(bridge => bridge.Name).ShouldBe(["docker0", "virbr0"]);
        part.FilteredBridges.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_networks_on_bridges_are_read_and_no_link_local_ones()
    {
        _host.Addresses["{\"local\": \"10.0.0.1\"}"] = "virbr0";
        _host.Addresses["{\"local\": \"10.0.0.2\", \"prefixlen\": 33}"] = "virbr0";
        _host.Addresses["{\"local\": \"172.17.0.1\", \"prefixlen\": 16}"] = "docker0";
        _host.Addresses["{\"local\": \"2001:db8:20::1\", \"prefixlen\": 64}"] = "docker0";
        _host.Addresses["{\"local\": \"192.168.122.1\", \"prefixlen\": 24}"] = "virbr0";
        _host.TellMonitor(BridgeCame);

        var part = await UntilAsync(part => part.BridgeNetworks.Count >= 3);

        part.BridgeNetworks.Select(network => $"{network.Bridge} {network.Cidr}")
            .ShouldBe(["docker0 172.17.0.0/16", "docker0 2001:db8:20::/64", "virbr0 192.168.122.0/24"]);
    }

    [Fact]
    public async Task Dockers_bridges_are_switched_on_and_others_never_touched()
    {
        _source.SetDockerBridges(["docker0"]);

        var part = await UntilAsync(part => !part.FilteredBridges.IsEmpty);

        part.FilteredBridges.ShouldBe(["docker0"]);
        _host.Bridges["virbr0"].ShouldBeFalse();
        _host.Calls.ShouldNotContain(call => call.StartsWith("modprobe", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_switch_that_is_not_seen_on_afterwards_counts_as_off()
    {
        _host.Failing["ip link set"] = new ToolFailedException("ip", 2, "RTNETLINK answers: Operation not supported");
        _source.SetDockerBridges(["docker0"]);
        await UntilCalledAsync("ip link set");

        _host.Failing.Clear();
        _host.TellMonitor(BridgeCame);

        (await UntilAsync(part => !part.FilteredBridges.IsEmpty)).FilteredBridges.ShouldBe(["docker0"]);
    }

    [Fact]
    public async Task The_module_is_loaded_and_then_kept_off_for_bridges_that_are_not_Dockers()
    {
        _host.Sysctls = null;
        _source.SetDockerBridges(["docker0"]);

        await UntilAsync(part => !part.FilteredBridges.IsEmpty);

        _host.Calls.ShouldContain("modprobe br_netfilter");
        _sysctls.Received(1).TurnOff();
    }

    [Fact]
    public async Task Switches_of_a_module_that_somebody_else_has_loaded_stay_as_they_are()
    {
        _host.Sysctls = new BridgeSysctls(IPv4: true, IPv6: true);
        _source.SetDockerBridges(["docker0"]);

        await UntilAsync(part => !part.FilteredBridges.IsEmpty);

        _sysctls.DidNotReceive().TurnOff();
    }

    [Fact]
    public async Task Without_the_module_no_bridge_counts_as_filtered()
    {
        _host.Sysctls = null;
        _host.Failing["modprobe"] = new ToolMissingException("modprobe", "is not installed");
        _host.Bridges["docker0"] = true;
        _source.SetDockerBridges(["docker0"]);
        await UntilCalledAsync("modprobe");

        (await UntilAsync(_ => true)).FilteredBridges.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(UnauthorizedAccessException))]
    public async Task Switches_that_cannot_be_read_count_as_off_until_they_can(Type refusal)
    {
        Exception? unreadable = refusal == typeof(IOException) ? new IOException("Input/output error") : new UnauthorizedAccessException("Permission denied");
        _sysctls.Read().Returns(_ => unreadable is null ? _host.Sysctls : throw unreadable);
        _source.SetDockerBridges(["docker0"]);
        await UntilCalledAsync("ip link set");
        (await UntilAsync(_ => true)).FilteredBridges.ShouldBeEmpty();

        unreadable = null;
        _host.TellMonitor(BridgeCame);

        (await UntilAsync(part => !part.FilteredBridges.IsEmpty)).FilteredBridges.ShouldBe(["docker0"]);
        _host.Calls.ShouldNotContain(call => call.StartsWith("modprobe", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("br bad")]
    [InlineData("br*")]
    [InlineData("{drop}")]
    [InlineData("a-name-too-long-for-a-link")]
    public async Task A_bridge_whose_name_cannot_be_written_safely_stays_unfiltered(string name)
    {
        _host.Bridges[name] = false;
        _source.SetDockerBridges([name, "docker0"]);

        (await UntilAsync(part => !part.FilteredBridges.IsEmpty)).FilteredBridges.ShouldBe(["docker0"]);
        _host.Bridges[name].ShouldBeFalse();
    }

    [Fact]
    public async Task A_change_that_the_kernel_tells_is_seen()
    {
        await UntilAsync(_ => true);
        _host.Bridges["br-new"] = false;

        _host.TellMonitor(BridgeCame);

        await UntilAsync(part => part.Bridges.Any(bridge => bridge.Name == "br-new"));
    }

    [Fact]
    public async Task A_look_that_fails_is_tried_again()
    {
        await UntilAsync(_ => true);
        _host.Bridges["br-new"] = false;
        _host.ShownInstead = "nonsense";
        _host.TellMonitor(BridgeCame);
        await UntilCalledAsync("ip -j", times: 4);

        _host.ShownInstead = null;

        await UntilAsync(part => part.Bridges.Count == 3);
    }

    [Fact]
    public async Task A_container_that_comes_makes_its_bridges_ports_younger_and_no_others_and_one_that_goes_does_not()
    {
        _host.Ports[100] = "docker0";
        var before = await UntilAsync(_ => true);

        _host.Ports[101] = "docker0";
        _host.TellMonitor(BridgeCame);
        var more = await UntilAsync(part => PortsSince(part, "docker0") > PortsSince(before, "docker0"));
        more.Bridges.Select(bridge => bridge.Since).ShouldBe(before.Bridges.Select(bridge => bridge.Since));
        _host.Ports.TryRemove(100, out _);
        _source.SetDockerBridges(["docker0"]);
        var fewer = await UntilAsync(part => !part.FilteredBridges.IsEmpty);

        PortsSince(fewer, "docker0").ShouldBe(PortsSince(more, "docker0"));
        PortsSince(fewer, "virbr0").ShouldBe(PortsSince(before, "virbr0"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_change_of_ports_is_seen_at_once_when_urgent_and_soon_otherwise(bool urgent)
    {
        _source.SetPortsUrgent(urgent);
        var before = await UntilAsync(_ => true);
        _host.Ports[100] = "docker0";

        var told = TimeProvider.System.GetTimestamp();
        _host.TellMonitor("100: veth100@if99: <BROADCAST,MULTICAST> mtu 1500 qdisc noop master docker0 state DOWN");
        var seen = PortsSince(await UntilAsync(part => PortsSince(part, "docker0") > PortsSince(before, "docker0")), "docker0");

        (TimeProvider.System.GetElapsedTime(told, seen) < Quick.PortBurst).ShouldBe(urgent);
    }

    [Fact]
    public async Task Ports_that_cannot_be_seen_when_it_is_urgent_may_have_changed()
    {
        _source.SetPortsUrgent(true);
        var before = await UntilAsync(_ => true);
        _host.ShownInstead = "nonsense";
        _host.TellMonitor(BridgeCame);
        await UntilAsync(part => PortsSince(part, "docker0") == long.MaxValue);

        _host.ShownInstead = null;

        await UntilAsync(part => part.Bridges == before.Bridges);
    }

    [Theory]
    [InlineData("4: vethx@vethy: <BROADCAST,MULTICAST,M-DOWN> mtu 1500 qdisc noop master br-t state DOWN", LinkNews.Port)]
    [InlineData("Deleted 4: vethx@if3: <BROADCAST> mtu 1500", LinkNews.Port)]
    [InlineData(@"2: br-t    inet6 fe80::18d9:7aff:fe95:c197/64 scope link \       valid_lft forever", LinkNews.Nothing)]
    [InlineData(@"2: br-t    inet 10.9.0.2/24 scope global secondary br-t\       valid_lft forever", LinkNews.Link)]
    [InlineData("Deleted 5: br-u: <BROADCAST,MULTICAST> mtu 1500", LinkNews.Link)]
    public void What_the_kernel_tells_is_about_a_link_a_port_or_nothing(string line, object news) => LinkMonitor.Read(line).ShouldBe(news);

    private static long PortsSince(LinkPart part, string name) => part.Bridges.Single(bridge => bridge.Name == name).PortsSince;

    private Task<LinkPart> UntilAsync(Func<LinkPart, bool> satisfies) => _parts.UntilAsync(satisfies);

    private async Task UntilCalledAsync(string beginning, int times = 1)
        => await _parts.UntilAsync(() => _host.Calls.Count(call => call.StartsWith(beginning, StringComparison.Ordinal)) >= times ? _host : null);
}
