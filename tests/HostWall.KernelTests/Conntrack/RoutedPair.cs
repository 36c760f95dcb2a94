using System.Net;
using HostWall.Conntrack;
using HostWall.Core.Evaluate;
using HostWall.KernelTests.Harness;

namespace HostWall.KernelTests.Conntrack;

/// <summary>A client and a server with a router between them that tracks their flows, and sends what is asked of its own port 80 on to the server's port 8080.</summary>
internal sealed class RoutedPair : IAsyncDisposable
{
    public const int Port = 8080;

    private const string Tracking = """
        table inet tracking {
          chain forward { type filter hook forward priority 0; ct state invalid drop; }
        }
        table inet translating {
          chain prerouting {
            type nat hook prerouting priority dstnat;
            ip daddr 10.9.1.1 tcp dport 80 dnat ip to 10.9.2.2:8080
            ip6 daddr fd09:1::1 udp dport 80 dnat ip6 to [fd09:2::2]:8080
          }
        }
        """;

    private RoutedPair(NetworkNamespace client, NetworkNamespace router, NetworkNamespace server)
        => (Client, Router, Server) = (client, router, server);

    public NetworkNamespace Client { get; }
    public NetworkNamespace Router { get; }
    public NetworkNamespace Server { get; }

    public static IPAddress ClientV4 { get; } = IPAddress.Parse("10.9.1.2");
    public static IPAddress ClientV6 { get; } = IPAddress.Parse("fd09:1::2");
    public static IPAddress RouterV4 { get; } = IPAddress.Parse("10.9.1.1");
    public static IPAddress RouterV6 { get; } = IPAddress.Parse("fd09:1::1");
    public static IPAddress ServerV4 { get; } = IPAddress.Parse("10.9.2.2");
    public static IPAddress ServerV6 { get; } = IPAddress.Parse("fd09:2::2");

    public static async Task<RoutedPair> StartAsync()
    {
        TestGuard.RequireNamespaces();
        var pair = new RoutedPair(await NetworkNamespace.CreateAsync(), await NetworkNamespace.CreateAsync(), await NetworkNamespace.CreateAsync());
        await pair.Router.SetAsync("net.ipv4.ip_forward", "1");
        await pair.Router.SetAsync("net.ipv6.conf.all.forwarding", "1");
        await ConnectAsync(pair.Router, "left", pair.Client, 1);
        await ConnectAsync(pair.Router, "right", pair.Server, 2);
        await pair.Router.NftAsync(Tracking);
        return pair;
    }

    /// <summary>What the router tracks.</summary>
    public Task<List<TrackedFlow>> ListAsync() => InNamespace.RunAsync(Router.NamespacePath, () => new KernelConntrack().List().ToList());

    public Task<int> EndAsync(params TrackedFlow[] flows) => InNamespace.RunAsync(Router.NamespacePath, () => new KernelConntrack().End(flows));

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
        await Router.DisposeAsync();
    }

    private static async Task ConnectAsync(NetworkNamespace router, string link, NetworkNamespace host, int number)
    {
        await NetworkNamespace.ConnectAsync(router, link, host, "eth0");
        await router.IpAsync($"link set {link} up", $"addr add 10.9.{number}.1/24 dev {link}", $"addr add fd09:{number}::1/64 dev {link} nodad");
        await host.IpAsync(
            "link set eth0 up", $"addr add 10.9.{number}.2/24 dev eth0", $"addr add fd09:{number}::2/64 dev eth0 nodad",
            $"route add default via 10.9.{number}.1", $"route add default via fd09:{number}::1");
    }
}
