using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using HostWall.Core.Addressing;
using HostWall.Core.Compile;
using HostWall.Core.Desired;
using HostWall.Core.Inventory;
using HostWall.Core.Rules;
using HostWall.KernelTests.Harness;
using HostWall.Nflog;
using HostWall.Scenarios;
using Container = HostWall.Core.Inventory.Container;

namespace HostWall.KernelTests.Rules;

/// <summary>What the rules log arrives, with all that it takes to say who spoke to whom.</summary>
public sealed class NflogReaderTests
{
    private const string Policy = """
        schema = 1

        [tiers.web]
        egress = "allow"

        [[rules]]
        name  = "web-open"
        from  = "world"
        to    = "web"
        ports = ["tcp/80"]
        log   = true

        [[rules]]
        name   = "web-shut"
        from   = ["world", "containers"]
        to     = "web"
        action = "deny"
        log    = true
        """;

    private static readonly Container Web = AContainer("web-1", "web", "front", "172.18.0.2", "fd00:18::2");
    private static readonly Container Stray = AContainer("stray-1", "web", "back", "172.19.0.3", "fd00:19::3");
    private static readonly End.World[] Worlds = [new(Given.Address("198.51.100.7")), new(Given.Address("2001:db8:ffff::7"))];

    public NflogReaderTests() => TestGuard.RequireNamespaces();

    [Theory]
    [InlineData(Protocol.Tcp)]
    [InlineData(Protocol.Udp)]
    [InlineData(Protocol.Icmp)]
    public async Task A_denied_packet_is_reported_with_its_rule_its_links_addresses_and_ports(Protocol protocol)
    {
        await using var lab = await LabAsync(Policy);
        await using var log = await DecisionsOf.StartAsync(lab.Host);
        foreach (var (from, link) in (IEnumerable<(End, string)>)[.. Worlds.Select(world => (world, "eth0")), .. Ends(Stray).Select(end => (end, "br-back"))])
        {
            var to = Ends(Web).Single(end => end.Address.Family == from.Address.Family);

            await SendAsync(lab, from, to, protocol, 1234);

            var decision = await log.FindAsync(decision => decision.Head.Source == from.Address);
            decision.Subject.ShouldBe(new LogSubject(LogVerdict.Deny, Enforced: true, LogKind.Rule, "web-shut"));
            (decision.In, decision.Out).ShouldBe((link, "br-front"));
            decision.Head.Destination.ShouldBe(to.Address);
            decision.Head.ProtocolText.ShouldBe(protocol == Protocol.Icmp && from.Address.Family == Family.IPv6 ? "icmpv6" : protocol.ToString().ToLowerInvariant());
            decision.Head.DestinationPort.ShouldBe(protocol == Protocol.Icmp ? null : (ushort)1234);
            (decision.Head.SourcePort > 0).ShouldBe(protocol != Protocol.Icmp);
        }
    }

    [Fact]
    public async Task An_allowed_flow_is_reported_once()
    {
        await using var lab = await LabAsync(Policy);
        await using var log = await DecisionsOf.StartAsync(lab.Host);
        await using var listener = await Listener.StartAsync(lab.PathOf(Ends(Web)[0]), 80);

        await Eventually.ProbesAsync(ProbeResult.Open, () => SendAsync(lab, Worlds[0], Ends(Web)[0], Protocol.Tcp, 80));

        (await log.FindAsync(_ => true)).Subject.ShouldBe(new LogSubject(LogVerdict.Allow, Enforced: true, LogKind.Rule, "web-open"));
        (await log.FindAsync(_ => true)).Head.DestinationPort.ShouldBe((ushort)80);
        log.Count.ShouldBe(1);
    }

    [Fact]
    public async Task In_audit_mode_what_would_be_denied_is_reported_and_passes()
    {
        await using var lab = await LabAsync("schema = 1\n[settings]\nmode = \"audit\"\n[tiers.web]");
        await using var log = await DecisionsOf.StartAsync(lab.Host);
        await using var listener = await Listener.StartAsync(lab.PathOf(Ends(Web)[0]), 80);

        await Eventually.ProbesAsync(ProbeResult.Open, () => SendAsync(lab, Worlds[0], Ends(Web)[0], Protocol.Tcp, 80));

        (await log.FindAsync(_ => true)).Subject.ShouldBe(new LogSubject(LogVerdict.Deny, Enforced: false, LogKind.IngressDefault, "web"));
    }

    [Fact]
    public async Task A_flood_is_cut_to_the_limit_and_what_was_cut_is_counted()
    {
        const int Sent = 3000;
        await using var lab = await LabAsync(Policy);
        await using var log = await DecisionsOf.StartAsync(lab.Host);

        await InNamespace.RunAsync(lab.PathOf(Worlds[0]), () =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            for (var i = 0; i < Sent; i++)
            {
                socket.SendTo([1], new IPEndPoint(IPAddress.Parse("172.18.0.2"), 9));
            }

            return Sent;
        });

        var counters = (await NftHost.DataplaneOver(new NamespaceRunner(lab.Host)).ReadAsync(CancellationToken.None)).Counters.ToDictionary(counter => counter.Name, counter => counter.Packets, StringComparer.Ordinal);
        counters[LogLimit.WantedCounter].ShouldBe(Sent);
        counters["rule_web-shut"].ShouldBe(Sent);
        counters[LogLimit.SentCounter].ShouldBeInRange(LogLimit.Burst, Sent / 2);
        (await Eventually.GetAsync(() => Task.FromResult(log.Count), count => count == counters[LogLimit.SentCounter])).ShouldBe((int)counters[LogLimit.SentCounter]);
        log.Lost.ShouldBe(0);
    }

    [Fact]
    public async Task Reports_that_overtake_a_slow_reader_are_counted_as_lost()
    {
        const int Sent = 60_000;
        await using var inside = await NetworkNamespace.CreateAsync();
        var prefix = new LogSubject(LogVerdict.Deny, Enforced: true, LogKind.Rule, "flood").ToPrefix();
        await inside.NftAsync($$"""
            table inet flood {
              chain output {
                type filter hook output priority 0
                udp dport 9 log prefix "{{prefix}}" group {{NftHost.NflogGroup}} snaplen 128 drop
              }
            }
            """);
        var reader = new NflogReader(NftHost.NflogGroup, TimeProvider.System);
        using var end = new CancellationTokenSource();
        await using var decisions = reader.ReadAsync(end.Token).GetAsyncEnumerator(end.Token);
        var next = await InNamespace.RunAsync(inside.NamespacePath, () => decisions.MoveNextAsync().AsTask());
        await FloodAsync(inside, 1);
        await next;

        await FloodAsync(inside, Sent);
        var received = 1;
        var reading = ReadOnAsync();

        // Only a report behind the gap tells of it.
        var sent = 1 + Sent;
        await Eventually.GetAsync(async () => (sent += await FloodAsync(inside, 1)) > 0 && reader.Lost > 0 && received + reader.Lost == sent, counted => counted);
        await end.CancelAsync();
        await reading;
        reader.Lost.ShouldBeInRange(1, Sent);
        (received + reader.Lost).ShouldBe(sent);

        async Task ReadOnAsync()
        {
            try
            {
                while (await decisions.MoveNextAsync())
                {
                    received++;
                }
            }
            catch (OperationCanceledException)
            {
                // The test is over.
            }
        }
    }

    [Fact]
    public async Task A_group_that_another_program_reads_is_refused_in_plain_words()
    {
        await using var inside = await NetworkNamespace.CreateAsync();
        await using var first = await DecisionsOf.StartAsync(inside);

        var refused = await Should.ThrowAsync<NflogRefusedException>(async () =>
        {
            await using var second = new NflogReader(NftHost.NflogGroup, TimeProvider.System).ReadAsync(CancellationToken.None).GetAsyncEnumerator();
            await await InNamespace.RunAsync(inside.NamespacePath, () => second.MoveNextAsync().AsTask());
        });

        refused.Message.ShouldContain("another program reads it");
    }

    private static Task<int> FloodAsync(NetworkNamespace inside, int packets) => InNamespace.RunAsync(inside.NamespacePath, () =>
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        for (var i = 0; i < packets; i++)
        {
            try
            {
                socket.SendTo([1], new IPEndPoint(IPAddress.Loopback, 9));
            }
            catch (SocketException dropped) when (dropped.SocketErrorCode == SocketError.AccessDenied)
            {
                // The sender of a dropped packet is told.
            }
        }

        return packets;
    });

    private static async Task<Lab> LabAsync(string policy)
    {
        var desired = Binder.Bind(Given.Policy(policy), Given.Nobody with { Containers = [Web, Stray] });
        var lab = await Lab.StartAsync(desired, [.. Worlds]);
        await NftHost.DataplaneOver(new NamespaceRunner(lab.Host)).ApplyAsync(RuleSetCompiler.Compile(desired), CancellationToken.None);
        return lab;
    }

    private static Task<ProbeResult> SendAsync(Lab lab, End from, End to, Protocol protocol, int port)
    {
        var (path, source, at) = (lab.PathOf(from), Lab.AddressOf(from.Address), new IPEndPoint(Lab.AddressOf(to.Address), port));
        return protocol switch
        {
            Protocol.Tcp => Probe.TcpAsync(path, at, source: source),
            Protocol.Udp => Probe.UdpAsync(path, at, source: source),
            Protocol.Icmp => Probe.EchoAsync(path, at.Address, source: source),
            Protocol.Sctp => throw new NotSupportedException(),
        };
    }

    private static List<End.Container> Ends(Container container)
        => [.. container.Endpoints[0].Addresses.Select(address => new End.Container(container.Name, "web", new EndpointKey(container.Endpoints[0].Bridge, address)))];

    private static Container AContainer(string name, string tier, string network, params string[] addresses) => new(
        $"id-{name}",
        name,
        "image",
        [new Label(TierAssignment.LabelKey, tier, FromImage: false)],
        [new Endpoint(network, $"br-{network}", [.. addresses.Select(Given.Address)])],
        []);

    /// <summary>Reads decisions in the background.</summary>
    private sealed class DecisionsOf : IAsyncDisposable
    {
        private readonly ConcurrentQueue<LoggedDecision> _decisions = [];
        private readonly NflogReader _reader = new(NftHost.NflogGroup, TimeProvider.System);
        private readonly CancellationTokenSource _end = new();
        private Task _reading = Task.CompletedTask;

        public int Count => _decisions.Count;

        public long Lost => _reader.Lost;

        public static async Task<DecisionsOf> StartAsync(NetworkNamespace inside)
        {
            var log = new DecisionsOf();
            log._reading = await InNamespace.RunAsync(inside.NamespacePath, log.ReadAsync);
            return log;
        }

        public async Task<LoggedDecision> FindAsync(Func<LoggedDecision, bool> wanted)
            => (await Eventually.GetAsync(() => Task.FromResult(_decisions.FirstOrDefault(wanted)), found => found is not null)).ShouldNotBeNull();

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await _reading;
            _end.Dispose();
        }

        private async Task ReadAsync()
        {
            try
            {
                await foreach (var decision in _reader.ReadAsync(_end.Token))
                {
                    _decisions.Enqueue(decision);
                }
            }
            catch (OperationCanceledException)
            {
                // DisposeAsync.
            }
        }
    }
}
