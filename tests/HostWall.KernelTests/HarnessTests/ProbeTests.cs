using System.Net;
using HostWall.KernelTests.Harness;

namespace HostWall.KernelTests.HarnessTests;

public sealed class ProbeTests : IAsyncLifetime
{
    private const int Listening = 7000, Refused = 7001, Dropped = 7002, Rejected = 7003;
    private static readonly IPAddress[] Servers = [IPAddress.Parse("192.0.2.1"), IPAddress.Parse("2001:db8::1")];
    private static readonly IPAddress[] Clients = [IPAddress.Parse("192.0.2.2"), IPAddress.Parse("2001:db8::2")];
    private NetworkNamespace _server = null!; // InitializeAsync, which xunit calls before any test.
    private NetworkNamespace _client = null!;

    public async ValueTask InitializeAsync()
    {
        TestGuard.RequireNamespaces();
        _server = await NetworkNamespace.CreateAsync();
        _client = await NetworkNamespace.CreateAsync();
        await NetworkNamespace.ConnectAsync(_server, "eth0", _client, "eth0");
        await _server.IpAsync("addr add 192.0.2.1/24 dev eth0", "addr add 2001:db8::1/64 dev eth0 nodad", "link set eth0 up");
        await _client.IpAsync("addr add 192.0.2.2/24 dev eth0", "addr add 2001:db8::2/64 dev eth0 nodad", "link set eth0 up");
        await _server.NftAsync($$"""
            table inet probes {
              chain input {
                type filter hook input priority filter
                meta l4proto { tcp, udp } th dport {{Dropped}} drop
                tcp dport {{Rejected}} reject with tcp reset
                udp dport {{Rejected}} reject with icmpx admin-prohibited
              }
            }
            """);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_client is not null)
            await _client.DisposeAsync();
    }

    [Fact]
    public async Task Open_closed_and_filtered_are_told_apart_in_both_families()
    {
        await using var listener = await Listener.StartAsync(_server.NamespacePath, Listening);

        foreach (var server in Servers)
        {
            (await ProbeAsync(server, Listening)).ShouldBe((ProbeResult.Open, ProbeResult.Open));
            (await ProbeAsync(server, Refused)).ShouldBe((ProbeResult.Closed, ProbeResult.Closed));
            (await ProbeAsync(server, Dropped)).ShouldBe((ProbeResult.Filtered, ProbeResult.Filtered));
            (await ProbeAsync(server, Rejected)).ShouldBe((ProbeResult.Closed, ProbeResult.Closed));
        }
    }

    [Fact]
    public async Task An_echo_request_is_answered_until_it_is_dropped()
    {
        foreach (var server in Servers)
            (await Probe.EchoAsync(_client.NamespacePath, server)).ShouldBe(ProbeResult.Open);

        await _server.NftAsync("add rule inet probes input meta l4proto { icmp, ipv6-icmp } drop");

        foreach (var server in Servers)
            (await Probe.EchoAsync(_client.NamespacePath, server)).ShouldBe(ProbeResult.Filtered);
    }

    [Fact]
    public async Task A_packet_that_the_senders_own_rules_drop_is_filtered()
    {
        await using var listener = await Listener.StartAsync(_server.NamespacePath, Listening);
        await _client.NftAsync("add table inet own; add chain inet own output { type filter hook output priority filter; policy drop; }");

        (await ProbeAsync(Servers[0], Listening)).ShouldBe((ProbeResult.Filtered, ProbeResult.Filtered));
    }

    [Fact]
    public async Task An_address_without_a_route_is_not_taken_for_a_firewall() =>
        (await Probe.TcpAsync(_client.NamespacePath, new IPEndPoint(IPAddress.Parse("198.51.100.1"), Listening))).ShouldBe(ProbeResult.NoRoute);

    [Fact]
    public async Task Listeners_and_taps_count_what_came_and_from_whom()
    {
        await using var listener = await Listener.StartAsync(_server.NamespacePath, Listening);
        await using var tap = await PacketTap.StartAsync(_server.NamespacePath);

        foreach (var server in Servers)
            await ProbeAsync(server, Listening);

        foreach (var client in Clients)
        {
            listener.Connections(client).ShouldBe(1);
            listener.Datagrams(client).ShouldBe(1);
            await Eventually.GetAsync(() => Task.FromResult(tap.From(client)), count => count > 2);
            tap.From(client).ShouldBeGreaterThan(2);
        }
        tap.From(IPAddress.Parse("192.0.2.77")).ShouldBe(0);
    }

    [Fact]
    public async Task Two_hundred_probes_run_side_by_side_within_the_limit_of_a_few()
    {
        var started = TimeProvider.System.GetTimestamp();

        var results = await Task.WhenAll(Enumerable.Range(0, 200)
            .Select(_ => Probe.TcpAsync(_client.NamespacePath, new IPEndPoint(Servers[0], Dropped))));

        results.ShouldAllBe(result => result == ProbeResult.Filtered);
        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(Probe.Limit * 20);
    }

    private async Task<(ProbeResult Tcp, ProbeResult Udp)> ProbeAsync(IPAddress server, int port) =>
        (await Probe.TcpAsync(_client.NamespacePath, new IPEndPoint(server, port)),
         await Probe.UdpAsync(_client.NamespacePath, new IPEndPoint(server, port)));
}
