using System.Globalization;
using System.Text;
using HostWall.Core;
using HostWall.Core.Addressing;
using HostWall.Core.Inventory;
using HostWall.Core.Policy;
using HostWall.Core.Text;

namespace HostWall.Benchmarks;

/// <summary>A host as big as asked for: a policy of 30 tiers and 100 rules, and containers spread evenly over tiers and networks.</summary>
internal static class Workload
{
    public const int Tiers = 30;
    public const int Rules = 100;

    /// <summary>Docker gives a bridge at most 1,023 ports.</summary>
    private const int ContainersOfANetwork = 250;

    /// <param name="firstPort">Another one makes another layout of the same size.</param>
    public static SourceFile PolicyText(int firstPort = 8000)
    {
        var text = new StringBuilder("schema = 1\n\n[settings]\nmode = \"enforce\"\n");
        for (var tier = 0; tier < Tiers; tier++)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n[tiers.tier{tier}]\ndescription = \"tier {tier}\"\n");
        }

        text.Append("\n[groups.office]\ncidrs = [\"192.0.2.0/24\", \"2001:db8:ff::/48\"]\n");
        for (var rule = 0; rule < Rules; rule++)
        {
            text.Append(CultureInfo.InvariantCulture, $"""

                [[rules]]
                name  = "rule{rule}"
                from  = "{Sender(rule)}"
                to    = "tier{rule % Tiers}"
                ports = ["tcp/{firstPort + rule}", "udp/{firstPort + rule}"]

                """);
        }

        return new SourceFile("policy.toml", text.ToString());
    }

    public static PolicyDocument Policy(int firstPort = 8000)
        => PolicyReader.Read([PolicyText(firstPort)]) is { Document: { } document } reading
            ? document
            : throw new InvalidOperationException($"the policy of the benchmarks is faulty: {PolicyReader.Read([PolicyText(firstPort)]).Diagnostics[0]}");

    public static Snapshot Snapshot(int containers)
    {
        var networks = Enumerable.Range(0, ((containers - 1) / ContainersOfANetwork) + 1)
            .Select(number => new Network(string.Create(CultureInfo.InvariantCulture, $"{number:x64}"), $"network{number}", Bridge(number)))
            .ToEquatableArray();
        var bridges = networks.Select(network => network.Bridge).ToEquatableArray();
        return new Snapshot(networks, Enumerable.Range(0, containers).Select(Container).ToEquatableArray(), new HostLinks([], bridges, bridges, []));
    }

    private static string Sender(int rule) => (rule % 10) switch
    {
        8 => "world",
        9 => "office",
        _ => string.Create(CultureInfo.InvariantCulture, $"tier{((rule * 7) + 1) % Tiers}"),
    };

    /// <summary>Every tenth publishes a port.</summary>
    private static Container Container(int number)
    {
        var network = number / ContainersOfANetwork;
        var host = (uint)(number % ContainersOfANetwork) + 2;
        var endpoint = new Endpoint($"network{network}", Bridge(network),
        [
            new Address(Family.IPv4, (10u << 24) | (113u << 16) | ((uint)network << 8) | host),
            new Address(Family.IPv6, ((UInt128)0x20010db8c0de0000 << 64) | ((UInt128)(uint)network << 64) | host),
        ]);
        return new Container(
            string.Create(CultureInfo.InvariantCulture, $"{number + 1:x64}"),
            string.Create(CultureInfo.InvariantCulture, $"container{number}"),
            "image",
            [new Label("hostwall.tier", string.Create(CultureInfo.InvariantCulture, $"tier{number % Tiers}"), FromImage: false)],
            [endpoint],
            number % 10 != 0 ? [] : [new PublishedPort(Protocol.Tcp, Family.IPv4, HostAddress: null, (ushort)(20000 + number), 8000)]);
    }

    private static string Bridge(int network) => string.Create(CultureInfo.InvariantCulture, $"br-{network + 1:x12}");
}
