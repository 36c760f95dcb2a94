using System.Net;
using HostWall.Core.Addressing;
using HostWall.Core.Desired;
using HostWall.KernelTests.Harness;
using HostWall.Scenarios;

namespace HostWall.KernelTests.Rules;

/// <summary>
/// An inventory as links: a host with one bridge for each network, a namespace for each container with a veth into each of its bridges,
/// and the world behind the host's eth0. Nothing but HostWall's rules filters here.
/// </summary>
internal sealed class Lab : IAsyncDisposable
{
    private const string TransitOfHost = "100.64.0.1", TransitOfWorld = "100.64.0.2", TransitOfHostV6 = "fd64::1", TransitOfWorldV6 = "fd64::2";

    private readonly List<NetworkNamespace> _all = [];
    private readonly Dictionary<string, NetworkNamespace> _containers = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Bridge, Family Family), Address> _gateways = [];
    private NetworkNamespace _host = null!; // BuildAsync, before anybody has the lab.
    private NetworkNamespace _world = null!;
    private int _veths;

    public NetworkNamespace Host => _host;

    /// <param name="ends">Where packets start and end: addresses on a bridge that no container is known by get a namespace too.</param>
    public static async Task<Lab> StartAsync(DesiredState desired, params IReadOnlyCollection<End> ends)
    {
        var lab = new Lab();
        try
        {
            await lab.BuildAsync(desired, ends);
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>The namespace in which an end's packets start or arrive.</summary>
    public string PathOf(End end) => (end switch
    {
        End.Host => _host,
        End.World => _world,
        End.Container container => _containers[container.Name],
        _ => throw new ArgumentOutOfRangeException(nameof(end)),
    }).NamespacePath;

    public static IPAddress AddressOf(Address address) => IPAddress.Parse(address.ToString());

    public async ValueTask DisposeAsync()
    {
        foreach (var inside in _all)
        {
            await inside.DisposeAsync();
        }
    }

    private async Task BuildAsync(DesiredState desired, IReadOnlyCollection<End> ends)
    {
        var endpoints = desired.Containers
            .SelectMany(bound => bound.Container.Endpoints.Select(endpoint => (bound.Container.Name, endpoint.Bridge, endpoint.Addresses)))
            .ToList();
        _host = await CreateAsync();
        _world = await CreateAsync();
        await PrepareHostAsync();
        foreach (var bridge in endpoints.GroupBy(endpoint => endpoint.Bridge))
        {
            await AddBridgeAsync(bridge.Key, bridge.SelectMany(endpoint => endpoint.Addresses), desired.FilteredBridges.Contains(bridge.Key));
        }

        foreach (var (name, bridge, addresses) in endpoints)
        {
            await AttachAsync(name, bridge, addresses);
        }

        foreach (var unknown in ends.OfType<End.Container>().Where(end => !_containers.ContainsKey(end.Name)).Distinct().ToList())
        {
            await AttachAsync(unknown.Name, unknown.At.Bridge, [unknown.At.Address]);
        }

        await ConnectWorldAsync(desired.HostAddresses, ends.OfType<End.World>().Select(end => end.At).Distinct());
    }

    private async Task PrepareHostAsync()
    {
        await _host.SetAsync("net.ipv4.ip_forward", "1");
        await _host.SetAsync("net.ipv6.conf.all.forwarding", "1");

        // A forged address is to be stopped by the rules, not by the routes.
        await _host.SetAsync("net.ipv4.conf.all.rp_filter", "0");
        await _host.SetAsync("net.ipv4.conf.default.rp_filter", "0");

        // Each bridge says for itself whether its packets are filtered.
        await _host.SetAsync("net.bridge.bridge-nf-call-iptables", "0");
        await _host.SetAsync("net.bridge.bridge-nf-call-ip6tables", "0");
    }

    /// <summary>The gateway is the first address of each family's subnet, which is a /16 or a /64.</summary>
    private async Task AddBridgeAsync(string bridge, IEnumerable<Address> addresses, bool filtered)
    {
        var calls = filtered ? 1 : 0;
        await _host.IpAsync($"link add {bridge} type bridge forward_delay 0 nf_call_iptables {calls} nf_call_ip6tables {calls}", $"link set {bridge} up");
        foreach (var family in addresses.GroupBy(address => address.Family))
        {
            var free = family.Key == Family.IPv4 ? 16 : 64;
            var gateway = new Address(family.Key, (family.First().Bits >> free << free) + 1);
            _gateways.Add((bridge, family.Key), gateway);
            await _host.IpAsync($"addr add {gateway}/{Prefix(gateway)} dev {bridge} nodad");
        }
    }

    private async Task AttachAsync(string name, string bridge, IEnumerable<Address> addresses)
    {
        var isFirst = !_containers.TryGetValue(name, out var container);
        if (container is null)
        {
            container = await CreateAsync();
            _containers.Add(name, container);
        }

        var (outer, inner) = ($"veth{++_veths}", $"to-{bridge}");
        await NetworkNamespace.ConnectAsync(_host, outer, container, inner);
        await _host.IpAsync($"link set {outer} master {bridge} up");
        await container.IpAsync($"link set {inner} up");
        foreach (var address in addresses)
        {
            // An address of another network than the bridge's finds its gateway all the same.
            var gateway = _gateways[(bridge, address.Family)];
            await container.IpAsync([
                $"addr add {address}/{Prefix(address)} dev {inner} nodad",
                $"route replace {gateway}/{address.Width} dev {inner}",
                .. isFirst ? (string[])[$"route add default via {gateway} dev {inner}"] : [],
            ]);
        }
    }

    private async Task ConnectWorldAsync(IEnumerable<Address> ofHost, IEnumerable<Address> ofWorld)
    {
        await NetworkNamespace.ConnectAsync(_host, "eth0", _world, "eth0");
        await _host.IpAsync([
            "link set eth0 up", $"addr add {TransitOfHost}/30 dev eth0", $"addr add {TransitOfHostV6}/64 dev eth0 nodad",
            .. ofHost.Select(address => $"addr add {address}/{address.Width} dev eth0 nodad"),
            $"route add default via {TransitOfWorld}", $"route add default via {TransitOfWorldV6}",
        ]);
        await _world.IpAsync([
            "link set eth0 up", $"addr add {TransitOfWorld}/30 dev eth0", $"addr add {TransitOfWorldV6}/64 dev eth0 nodad",
            .. ofWorld.Select(address => $"addr add {address}/{address.Width} dev eth0 nodad"),
            $"route add default via {TransitOfHost}", $"route add default via {TransitOfHostV6}",
        ]);
    }

    private async Task<NetworkNamespace> CreateAsync()
    {
        var created = await NetworkNamespace.CreateAsync();
        _all.Add(created);
        return created;
    }

    private static int Prefix(Address address) => address.Family == Family.IPv4 ? 16 : 64;
}
