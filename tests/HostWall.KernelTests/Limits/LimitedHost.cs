using System.Net;
using HostWall.Core.Desired;
using HostWall.KernelTests.Harness;
using HostWall.KernelTests.Rules;
using HostWall.Scenarios;

namespace HostWall.KernelTests.Limits;

/// <summary>Two servers of tier web on two bridges, two clients of tier app, and the world, under one limited rule.</summary>
internal sealed class LimitedHost : IAsyncDisposable
{
    public const int Port = 5000;

    public static readonly End.World Alice = new(Given.Address("198.51.100.1"));
    public static readonly End.World Bob = new(Given.Address("198.51.100.2"));
    public static readonly End.World AliceV6 = new(Given.Address("2001:db8:a::1"));
    public static readonly End.World HousemateOfAliceV6 = new(Given.Address("2001:db8:a::2"));
    public static readonly End.World BobV6 = new(Given.Address("2001:db8:b::1"));

    private readonly Lab _lab;
    private readonly List<Listener> _listeners;

    private LimitedHost(Lab lab, List<Listener> listeners) => (_lab, _listeners) = (lab, listeners);

    public NetworkNamespace Host => _lab.Host;

    public static IPAddress Server(int number, bool v6 = false) => IPAddress.Parse(v6 ? $"fd00:18::{2 + number}" : $"172.18.0.{2 + number}");

    /// <param name="limits">Keys of the rule, as <c>rate = { … }</c>.</param>
    public static async Task<LimitedHost> StartAsync(string limits)
    {
        TestGuard.RequireNamespaces();
        var policy = $"""
            schema = 1
            [tiers.web]
            [tiers.app]
            egress = "allow"
            [[rules]]
            name = "limited"
            from = ["world", "app"]
            to   = "web"
            {limits}
            """;
        var desired = Binder.Bind(Given.Policy(policy), Given.Nobody with
        {
            Containers = [Given.AContainer(0, "web"), Given.AContainer(1, "web"), Given.AContainer(2, "app"), Given.AContainer(3, "app")],
        });
        var lab = await Lab.StartAsync(desired, Alice, Bob, AliceV6, HousemateOfAliceV6, BobV6);
        await NftHost.DataplaneOver(new NamespaceRunner(lab.Host)).ApplyAsync(Core.Compile.RuleSetCompiler.Compile(desired), CancellationToken.None);
        return new LimitedHost(lab, [await Listener.StartAsync(PathOf(lab, 0), Port), await Listener.StartAsync(PathOf(lab, 1), Port)]);
    }

    public string PathOf(End end) => _lab.PathOf(end);

    /// <summary>A client container: number 2 or 3.</summary>
    public string PathOf(int container) => PathOf(_lab, container);

    /// <summary>Datagrams that server 0 or 1 has got from an address.</summary>
    public int Arrived(int server, IPAddress from) => _listeners[server].Datagrams(from);

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _listeners)
        {
            await listener.DisposeAsync();
        }

        await _lab.DisposeAsync();
    }

    private static string PathOf(Lab lab, int container)
        => lab.PathOf(new End.Container($"c{container}", "", default));
}
