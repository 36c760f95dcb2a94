using System.Net;
using System.Net.Sockets;
using HostWall.KernelTests.Harness;
using HostWall.KernelTests.Rules;
using HostWall.Scenarios;

namespace HostWall.KernelTests.Limits;

/// <summary>Connections that stay open against a limit of five: the sixth waits until one of them has ended.</summary>
public sealed class ConnectionLimitTests
{
    private const int Max = 5;

    /// <summary>A first IPv6 contact may take a second.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(2500);

    [Fact]
    public async Task Each_source_may_have_so_many_open()
    {
        await using var host = await LimitedHost.StartAsync(Connections("source"));

        using var alice = await OpenAsync(host, LimitedHost.Alice, Max * 2);
        using var bob = await OpenAsync(host, LimitedHost.Bob, Max - 1);

        alice.Count.ShouldBe(Max);
        bob.Count.ShouldBe(Max - 1);
    }

    [Fact]
    public async Task A_connection_that_ends_makes_room_for_another()
    {
        await using var host = await LimitedHost.StartAsync(Connections("source"));
        using var open = await OpenAsync(host, LimitedHost.Alice, Max);
        open.Count.ShouldBe(Max);

        open.End(2);

        using var more = await OpenAsync(host, LimitedHost.Alice, Max);
        more.Count.ShouldBe(2);
    }

    [Fact]
    public async Task All_sources_together_may_have_so_many_of_a_rule_open()
    {
        await using var host = await LimitedHost.StartAsync(Connections("rule"));

        using var alice = await OpenAsync(host, LimitedHost.Alice, Max - 2);
        using var bob = await OpenAsync(host, LimitedHost.BobV6, Max);

        alice.Count.ShouldBe(Max - 2);
        bob.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Each_destination_may_have_so_many_open()
    {
        await using var host = await LimitedHost.StartAsync(Connections("destination"));

        using var first = await OpenAsync(host, LimitedHost.Alice, Max + 2, server: 0);
        using var second = await OpenAsync(host, LimitedHost.Alice, Max + 2, server: 1);

        first.Count.ShouldBe(Max);
        second.Count.ShouldBe(Max);
    }

    [Fact]
    public async Task A_rate_and_connections_hold_side_by_side()
    {
        await using var host = await LimitedHost.StartAsync($$"""rate = { limit = "1/minute", burst = 3 }{{"\n"}}{{Connections("source")}}""");

        using var alice = await OpenAsync(host, LimitedHost.Alice, Max);

        alice.Count.ShouldBe(3);
    }

    /// <summary>What is over the one limit must not use up the other either.</summary>
    [Fact]
    public async Task A_connection_takes_from_a_rate_of_all_once_whatever_its_family()
    {
        await using var host = await LimitedHost.StartAsync("""
            rate = { limit = "1/hour", burst = 6 }
            connections = { max = 4, per = "source" }
            """);

        using var first = await OpenAsync(host, LimitedHost.BobV6, 4);
        using var second = await OpenAsync(host, LimitedHost.AliceV6, 2);

        (first.Count + second.Count).ShouldBe(6);
    }

    private static string Connections(string per) => $$"""connections = { max = {{Max}}, per = "{{per}}" }""";

    private static async Task<Opened> OpenAsync(LimitedHost host, End.World from, int attempts, int server = 0)
    {
        var source = Lab.AddressOf(from.Address);
        var to = new IPEndPoint(LimitedHost.Server(server, source.AddressFamily == AddressFamily.InterNetworkV6), LimitedHost.Port);
        var opened = await Task.WhenAll(Enumerable.Range(0, attempts).Select(_ => ConnectAsync(host.PathOf(from), source, to)));
        return new Opened([.. opened.OfType<Socket>()]);
    }

    /// <summary>Null where the connection was not made in time.</summary>
    private static async Task<Socket?> ConnectAsync(string from, IPAddress source, IPEndPoint to)
    {
        var socket = await InNamespace.SocketAsync(from, source.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(source, 0));
        using var end = new CancellationTokenSource(Limit);
        try
        {
            await socket.ConnectAsync(to, end.Token);
            return socket;
        }
        catch (Exception silence) when (silence is OperationCanceledException or SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    private sealed class Opened(List<Socket> sockets) : IDisposable
    {
        public int Count => sockets.Count;

        public void End(int count)
        {
            foreach (var socket in sockets.Take(count))
            {
                socket.Dispose();
            }

            sockets.RemoveRange(0, count);
        }

        public void Dispose() => End(sockets.Count);
    }
}
