using System.Net;
using HostWall.Core;
using HostWall.Core.Addressing;
using HostWall.Core.Compile;
using HostWall.Core.Desired;
using HostWall.Core.Policy;
using HostWall.KernelTests.Harness;
using HostWall.Scenarios;

namespace HostWall.KernelTests.Rules;

/// <summary>
/// Every scenario once more, with real packets through a real kernel: what is accepted is answered, what is dropped meets silence, what is rejected
/// is refused at once. Of states other than new, established is made for real; related, invalid and untracked are left to the evaluators.
/// </summary>
public sealed class ScenarioInKernelTests(ITestOutputHelper output)
{
    private const ConntrackStates Measured = ConntrackStates.New | ConntrackStates.Established;

    public static TheoryData<string> Names => [.. Scenario.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Packets_fare_in_a_real_kernel_as_written(string name)
    {
        TestGuard.RequireNamespaces();
        var scenario = Scenario.Load(name);
        var all = scenario.Packets.SelectMany(scenario.Packet).ToList();
        var packets = all.Where(packet => CanBeSent(packet.Line)).ToList();
        await using var lab = await Lab.StartAsync(scenario.Desired, [.. packets.SelectMany(packet => (End[])[packet.From, packet.To])]);

        var cells = await MeasureAsync(scenario, lab, packets);

        var differing = cells.Where(cell => cell.Measured != cell.Expected).Select(cell => cell.ToString()).ToList();
        output.WriteLine($"{name}: {cells.Count} packets sent, {all.Count - cells.Count} left to the evaluators");
        differing.ShouldBeEmpty($"{name}: expected, measured\n{string.Join('\n', differing)}\n");
    }

    private static async Task<IReadOnlyList<Cell>> MeasureAsync(Scenario scenario, Lab lab, List<ScenarioPacket> packets)
    {
        var dataplane = NftHost.DataplaneOver(new NamespaceRunner(lab.Host));
        await using var listeners = await ListenAsync(lab, packets);
        await TranslateAsync(lab, packets);

        // Silence says something about the rules only where without them there is an answer.
        await dataplane.ApplyAsync(RuleSetCompiler.Compile(AllOpen(scenario.Desired)), CancellationToken.None);
        var twoWay = packets.Where(packet => packet.Line.State == ConntrackStates.New && !IsOneWay(scenario, packet)).ToList();
        var unanswered = (await Task.WhenAll(twoWay.Select(async packet => (Packet: packet, Result: await ProbeAsync(lab, packet, ProbeResult.Open))))).Where(control => control.Result != ProbeResult.Open);
        unanswered.Select(control => control.Packet.Line).ShouldBeEmpty("not answered where everything is allowed");
        var established = packets.Where(packet => packet.Line.State == ConntrackStates.Established).ToList();
        var conversations = await Task.WhenAll(established.Select(packet => Conversation.OpenAsync(
            lab.PathOf(packet.From), Lab.AddressOf(packet.From.Address), CalledAddress(packet), packet.Line.Protocol, CalledPort(packet))));

        await dataplane.ApplyAsync(RuleSetCompiler.Compile(scenario.Desired), CancellationToken.None);
        var cells = new List<Cell>();
        foreach (var packet in packets.Where(packet => IsOneWay(scenario, packet)))
        {
            cells.Add(new Cell(packet, await ArrivesAsync(lab, packet) ? ProbeResult.Open : ProbeResult.Filtered, IsOneWay: true));
        }

        var answers = await Task.WhenAll(established.Zip(conversations, (packet, conversation)
            => Expected(packet.Line) == ProbeResult.Open ? conversation.GoesOnAsync() : conversation.IsAnsweredAsync()));
        cells.AddRange(established.Zip(answers, (packet, answered) => new Cell(packet, answered ? ProbeResult.Open : ProbeResult.Filtered, IsOneWay: false)));
        cells.AddRange(await Task.WhenAll(twoWay.Select(async packet => new Cell(packet, await ProbeAsync(lab, packet, Expected(packet.Line)), IsOneWay: false))));
        foreach (var conversation in conversations)
        {
            conversation.Dispose();
        }

        return cells;
    }

    /// <summary>The same containers under a policy that allows everything.</summary>
    private static DesiredState AllOpen(DesiredState desired) => desired with
    {
        Policy = desired.Policy with
        {
            Rules = [],
            Tiers = desired.Policy.Tiers.Select(tier => tier with { Ingress = Default.Allow, Egress = Default.Allow }).ToEquatableArray(),
        },
    };

    private static async Task<Listeners> ListenAsync(Lab lab, IEnumerable<ScenarioPacket> packets)
    {
        var places = packets.Where(packet => packet.Line.Protocol is Protocol.Tcp or Protocol.Udp).Select(packet => AnsweringPlace(lab, packet));
        return new Listeners(await Task.WhenAll(places.Distinct().Select(place => Listener.StartAsync(place.Path, place.Port, place.Address))));
    }

    private static (string Path, IPAddress Address, ushort Port) AnsweringPlace(Lab lab, ScenarioPacket packet)
        => (AnsweringPath(lab, packet), Lab.AddressOf(packet.Journey.Packets[^1].Destination), packet.Journey.Packets[^1].Port);

    /// <summary>A published port that the host serves is answered there.</summary>
    private static string AnsweringPath(Lab lab, ScenarioPacket packet) => packet.Line.Way == PacketWay.Served ? lab.Host.NamespacePath : lab.PathOf(packet.To);

    private static IPAddress CalledAddress(ScenarioPacket packet) => Lab.AddressOf(packet.Journey.Called);

    private static ushort CalledPort(ScenarioPacket packet) => packet.Journey.CalledPort;

    /// <summary>Only echoes can be had from a kernel at will; other types are left to the evaluators.</summary>
    private static bool CanBeSent(PacketLine line) => Measured.HasFlag(line.State) && (line.Protocol != Protocol.Icmp || line.Port == IcmpType.EchoRequest.Ordinal);

    /// <summary>What Docker does for published ports, for the packets that come by them.</summary>
    private static async Task TranslateAsync(Lab lab, IEnumerable<ScenarioPacket> packets)
    {
        var rules = packets.Where(packet => packet.Line.Way == PacketWay.Translated).SelectMany(packet =>
        {
            var ip = packet.Family == Family.IPv4 ? "ip" : "ip6";
            var to = packet.Family == Family.IPv4 ? $"{packet.To.Address}" : $"[{packet.To.Address}]";
            var protocol = packet.Line.Protocol.ToString().ToLowerInvariant();
            return new[] { "prerouting", "output" }.Select(chain => $"add rule inet translations {chain} {ip} daddr {packet.Journey.Called} {protocol} dport {packet.Journey.CalledPort} dnat {ip} to {to}:{packet.Line.Port}");
        }).Distinct().ToList();
        if (rules.Count > 0)
        {
            await lab.Host.NftAsync(string.Join('\n', [
                "add table inet translations",
                "add chain inet translations prerouting { type nat hook prerouting priority -100; }",
                "add chain inet translations output { type nat hook output priority -100; }",
                .. rules, ""]));
        }
    }

    /// <summary>No answer can come back to an address that stands elsewhere, nor from a kernel without SCTP: there it counts what arrives.</summary>
    private static bool IsOneWay(Scenario scenario, ScenarioPacket packet)
        => packet.Line.Protocol == Protocol.Sctp
            || (packet.From is End.Container from && scenario.Desired.Members.Any(member => member.Key != from.At && member.Key.Address == from.Address));

    private static async Task<bool> ArrivesAsync(Lab lab, ScenarioPacket packet)
    {
        var (source, to) = (Lab.AddressOf(packet.From.Address), CalledAddress(packet));
        await using var tap = await PacketTap.StartAsync(AnsweringPath(lab, packet));
        using var sctp = await InNamespace.RunAsync(lab.PathOf(packet.From), () => SctpInit.OpenSocket(packet.Family));
        sctp.Bind(new IPEndPoint(source, 0));
        return await Eventually.GetAsync(SendAsync, arrived => arrived, TimeSpan.FromMilliseconds(packet.Line.Passes ? 3000 : 200));

        async Task<bool> SendAsync()
        {
            if (packet.Line.Protocol == Protocol.Sctp)
            {
                await sctp.SendToAsync(SctpInit.Packet(40_000, CalledPort(packet)), new IPEndPoint(to, 0));
            }
            else
            {
                await ProbeAsync(lab, packet, ProbeResult.Filtered);
            }

            return tap.From(source) > 0;
        }
    }

    /// <summary>What is to be answered may take a few attempts: a neighbour has to be found first, and the machine may be busy.</summary>
    private static async Task<ProbeResult> ProbeAsync(Lab lab, ScenarioPacket packet, ProbeResult expected)
    {
        var (from, source) = (lab.PathOf(packet.From), Lab.AddressOf(packet.From.Address));
        var to = new IPEndPoint(CalledAddress(packet), CalledPort(packet));
        Func<Task<ProbeResult>> probe = packet.Line.Protocol switch
        {
            Protocol.Tcp => () => Probe.TcpAsync(from, to, source: source),
            Protocol.Udp => () => Probe.UdpAsync(from, to, source: source),
            Protocol.Icmp => () => Probe.EchoAsync(from, to.Address, source: source),
            Protocol.Sctp => throw new NotSupportedException("no SCTP socket"),
        };
        return expected == ProbeResult.Filtered ? await probe() : await Eventually.GetAsync(probe, result => result == expected, TimeSpan.FromSeconds(3));
    }

    private static ProbeResult Expected(PacketLine line) => line.Passes ? ProbeResult.Open : line.Action == RuleAction.Reject ? ProbeResult.Closed : ProbeResult.Filtered;

    private sealed record Cell(ScenarioPacket Packet, ProbeResult Measured, bool IsOneWay)
    {
        /// <summary>A refusal does not come back to a forged address, nor to a raw socket.</summary>
        public ProbeResult Expected => ScenarioInKernelTests.Expected(Packet.Line) is var expected && IsOneWay && expected == ProbeResult.Closed ? ProbeResult.Filtered : expected;

        public override string ToString()
            => $"packets.txt:{Packet.Line.Number} {Packet.Family} {Packet.Line.From} -> {Packet.Line.To} {Packet.Line.Protocol}/{Packet.Line.Port} {Packet.Line.State}{(Packet.Line.Way == PacketWay.Straight ? "" : $" {Packet.Line.Way}")}: {Expected}, {Measured}";
    }

    private sealed class Listeners(IReadOnlyList<Listener> all) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            foreach (var listener in all)
            {
                await listener.DisposeAsync();
            }
        }
    }
}
