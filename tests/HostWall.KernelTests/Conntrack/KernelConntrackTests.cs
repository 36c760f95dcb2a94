using System.Net;
using System.Net.Sockets;
using HostWall.Conntrack;
using HostWall.Core.Addressing;
using HostWall.Core.Evaluate;
using HostWall.KernelTests.Harness;
using HostWall.KernelTests.Rules;

namespace HostWall.KernelTests.Conntrack;

/// <summary>Flows of a real kernel, listed and ended.</summary>
public sealed class KernelConntrackTests
{
    private const byte Tcp = 6, Udp = 17, Icmp = 1, IcmpV6 = 58;

    [Fact]
    public async Task Flows_of_both_families_are_listed_with_all_that_tells_them_apart()
    {
        await using var pair = await RoutedPair.StartAsync();
        await using var listener = await Listener.StartAsync(pair.Server.NamespacePath, RoutedPair.Port);
        using var tcp4 = await OpenAsync(pair, RoutedPair.ServerV4, Protocol.Tcp);
        using var tcp6 = await OpenAsync(pair, RoutedPair.ServerV6, Protocol.Tcp);
        using var udp4 = await OpenAsync(pair, RoutedPair.ServerV4, Protocol.Udp);
        using var udp6 = await OpenAsync(pair, RoutedPair.ServerV6, Protocol.Udp);
        using var icmp4 = await OpenAsync(pair, RoutedPair.ServerV4, Protocol.Icmp);
        using var icmp6 = await OpenAsync(pair, RoutedPair.ServerV6, Protocol.Icmp);

        var flows = await pair.ListAsync();

        foreach (var (protocol, from, to, icmp) in new (byte, IPAddress, IPAddress, byte?)[]
        {
            (Tcp, RoutedPair.ClientV4, RoutedPair.ServerV4, null), (Tcp, RoutedPair.ClientV6, RoutedPair.ServerV6, null),
            (Udp, RoutedPair.ClientV4, RoutedPair.ServerV4, null), (Udp, RoutedPair.ClientV6, RoutedPair.ServerV6, null),
            (Icmp, RoutedPair.ClientV4, RoutedPair.ServerV4, 8), (IcmpV6, RoutedPair.ClientV6, RoutedPair.ServerV6, 128),
        })
        {
            var flow = flows.Single(flow => flow.Protocol == protocol && $"{flow.Original.Source}" == $"{from}");
            ($"{flow.Original.Destination}", $"{flow.Reply.Source}", $"{flow.Reply.Destination}").ShouldBe(($"{to}", $"{to}", $"{from}"));
            (flow.Original.Icmp?.Type).ShouldBe(icmp);
            flow.Original.DestinationPort.ShouldBe((ushort)(icmp is null ? RoutedPair.Port : 0));
            flow.Id.ShouldNotBe(0u);
            flow.IsExpected.ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_translated_flow_tells_whom_it_asked_for_and_whom_it_reached()
    {
        await using var pair = await RoutedPair.StartAsync();
        await using var listener = await Listener.StartAsync(pair.Server.NamespacePath, RoutedPair.Port);
        using var tcp = await Conversation.OpenAsync(pair.Client.NamespacePath, RoutedPair.ClientV4, RoutedPair.RouterV4, Protocol.Tcp, 80);
        using var udp = await Conversation.OpenAsync(pair.Client.NamespacePath, RoutedPair.ClientV6, RoutedPair.RouterV6, Protocol.Udp, 80);

        var flows = await pair.ListAsync();

        var v4 = flows.Single(flow => flow.Protocol == Tcp);
        ($"{v4.Original.Destination}", v4.Original.DestinationPort, $"{v4.Reply.Source}", v4.Reply.SourcePort).ShouldBe(($"{RoutedPair.RouterV4}", (ushort)80, $"{RoutedPair.ServerV4}", (ushort)8080));
        var v6 = flows.Single(flow => flow.Protocol == Udp);
        ($"{v6.Original.Destination}", v6.Original.DestinationPort, $"{v6.Reply.Source}", v6.Reply.SourcePort).ShouldBe(($"{RoutedPair.RouterV6}", (ushort)80, $"{RoutedPair.ServerV6}", (ushort)8080));
        (await pair.EndAsync(v4, v6)).ShouldBe(2);
        (await pair.ListAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Protocol.Tcp)]
    [InlineData(Protocol.Udp)]
    [InlineData(Protocol.Icmp)]
    public async Task A_flow_is_ended_once_and_no_other_with_it(Protocol protocol)
    {
        await using var pair = await RoutedPair.StartAsync();
        await using var listener = await Listener.StartAsync(pair.Server.NamespacePath, RoutedPair.Port);
        using var v4 = await OpenAsync(pair, RoutedPair.ServerV4, protocol);
        using var v6 = await OpenAsync(pair, RoutedPair.ServerV6, protocol);
        using var other = await OpenAsync(pair, RoutedPair.ServerV4, Protocol.Tcp);
        var flows = await pair.ListAsync();
        var ended = flows.Where(flow => flow.Original.Source.Family == Family.IPv6 || (flow.Protocol != Tcp && protocol != Protocol.Tcp)).ToArray();

        (await pair.EndAsync(ended)).ShouldBe(ended.Length);

        (await pair.EndAsync(ended)).ShouldBe(0);
        (await pair.ListAsync()).ShouldBe(flows.Except(ended), ignoreOrder: true);
    }

    /// <summary>Else a flow that begins between the list and the end would end with it. Only where the kernel gives the same memory out again do two flows have one id.</summary>
    [Fact]
    public async Task A_later_flow_with_the_same_ends_is_spared()
    {
        const int MostAttempts = 20;
        await using var pair = await RoutedPair.StartAsync();
        await using var listener = await Listener.StartAsync(pair.Server.NamespacePath, RoutedPair.Port);
        using var udp = await OpenAsync(pair, RoutedPair.ServerV4, Protocol.Udp);
        var inBetween = new List<Conversation>();
        TrackedFlow first, second;
        do
        {
            first = (await UdpFlowsAsync(pair)).ShouldHaveSingleItem();
            (await pair.EndAsync(first)).ShouldBe(1);
            inBetween.Add(await OpenAsync(pair, RoutedPair.ServerV4, Protocol.Tcp));
            (await Eventually.GetAsync(udp.IsAnsweredAsync, answered => answered)).ShouldBeTrue();
            second = (await UdpFlowsAsync(pair)).ShouldHaveSingleItem();
        }
        while (second.Id == first.Id && inBetween.Count < MostAttempts);

        second.Original.ShouldBe(first.Original);
        second.Id.ShouldNotBe(first.Id);
        (await pair.EndAsync(first)).ShouldBe(0);

        (await UdpFlowsAsync(pair)).ShouldHaveSingleItem().ShouldBe(second);
        inBetween.ForEach(conversation => conversation.Dispose());
    }

    [Fact]
    public async Task Ten_thousand_flows_are_looked_through_and_ended_while_they_are_listed()
    {
        await using var pair = await RoutedPair.StartAsync();
        (await Eventually.GetAsync(() => Probe.EchoAsync(pair.Client.NamespacePath, RoutedPair.ServerV4), result => result == ProbeResult.Open)).ShouldBe(ProbeResult.Open);
        using (var socket = await InNamespace.SocketAsync(pair.Client.NamespacePath, AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp))
        {
            for (var port = 20_000; port < 30_000; port++)
            {
                socket.SendTo([1], new IPEndPoint(RoutedPair.ServerV4, port));
            }
        }

        (await pair.ListAsync()).Count(flow => flow.Protocol == Udp).ShouldBe(10_000);

        var ended = await InNamespace.RunAsync(pair.Router.NamespacePath, () =>
        {
            var conntrack = new KernelConntrack();
            return conntrack.List().Where(flow => flow.Original.DestinationPort >= 25_000).Chunk(1024).Sum(conntrack.End);
        });

        ended.ShouldBe(5_000);
        (await pair.ListAsync()).Count(flow => flow.Protocol == Udp).ShouldBe(5_000);
    }

    private static async Task<IEnumerable<TrackedFlow>> UdpFlowsAsync(RoutedPair pair) => (await pair.ListAsync()).Where(flow => flow.Protocol == Udp);

    private static Task<Conversation> OpenAsync(RoutedPair pair, IPAddress to, Protocol protocol) => Conversation.OpenAsync(
        pair.Client.NamespacePath,
        to.AddressFamily == AddressFamily.InterNetwork ? RoutedPair.ClientV4 : RoutedPair.ClientV6,
        to,
        protocol,
        RoutedPair.Port);
}
