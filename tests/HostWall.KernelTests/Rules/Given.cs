using HostWall.Core.Addressing;
using HostWall.Core.Compile;
using HostWall.Core.Desired;
using HostWall.Core.Inventory;
using HostWall.Core.Policy;
using HostWall.Core.Rules;
using HostWall.Core.Text;
using Container = HostWall.Core.Inventory.Container;

namespace HostWall.KernelTests.Rules;

/// <summary>Policies and inventories that the tests of the kernel side share.</summary>
internal static class Given
{
    /// <summary>Two tiers, one of which the other reaches.</summary>
    public const string Small = """
        schema = 1

        [tiers.web]

        [tiers.db]

        [[rules]]
        name  = "web-to-db"
        from  = "web"
        to    = "db"
        ports = ["tcp/5432"]
        """;

    /// <summary>Uses whatever the policy language has.</summary>
    public const string Everything = """
        schema = 1

        [tiers.web]
        description = "quotes \" and 'such' \\ and ünïcode"
        ingress     = "allow"
        egress      = "allow"

        [tiers.db]

        # Keywords of nft's grammar are names like any other here.
        [tiers.log]
        ingress = "allow"

        [tiers.a0123456789012345678901234567-9]

        [groups.office]
        cidrs  = ["203.0.113.0/24", "203.0.114.0/24", "2001:db8:10::/48"]
        except = ["203.0.113.64/26", "2001:db8:10:66::/64"]

        [groups.all-of-v4]
        cidrs = ["0.0.0.0/0"]

        [groups.all-of-v6]
        cidrs = ["::/0"]

        [groups.ip]
        cidrs = ["192.0.2.1/32", "2001:db8::1/128", "2001:db8::2/128"]

        [[rules]]
        name   = "drop"
        from   = ["office", "all-of-v6", "web", "host"]
        to     = "any"
        ports  = ["tcp/1-1023", "tcp/8080", "udp/5000-5100", "sctp/2905", "icmp"]
        action = "deny"
        log    = true

        [[rules]]
        name   = "a0123456789012345678901234567-9"
        from   = "any"
        to     = ["db", "unlabelled", "office", "ip", "world"]
        action = "reject"
        states = ["new", "established", "related", "invalid", "untracked"]
        log    = true
        owner  = "a very long owner's name that goes on and on and on and on and on and on and on and on and on and on and on and on and on and on"

        [[rules]]
        name  = "whole-protocols"
        from  = "containers"
        to    = ["web", "host", "all-of-v4"]
        ports = ["tcp", "udp", "sctp", "icmp"]

        [[rules]]
        name  = "one-protocol"
        from  = "unlabelled"
        to    = "containers"
        ports = ["icmp"]
        log   = true

        [[rules]]
        name   = "one-port"
        from   = "world"
        to     = "log"
        ports  = ["sctp/9"]
        states = ["related"]

        [groups.by-link]
        interfaces = ["eth0", "wg0"]
        except     = ["10.0.0.0/8"]

        [groups.one-link]
        interfaces = ["eth0"]

        [[rules]]
        name  = "links"
        from  = ["by-link", "one-link"]
        to    = "any"
        ports = ["icmp/echo-request", "icmp/packet-too-big", "icmp/redirect", "tcp/1"]

        [[rules]]
        name = "links-out"
        from = "containers"
        to   = ["by-link", "one-link"]

        [[rules]]
        name = "alike"
        from = ["web", { project = "p*" }]
        to   = ["db", "log"]
        same = ["project", "network", "label:with \"quotes\" and $(words)"]

        [[rules]]
        name      = "asked-for"
        from      = ["any", { tier = "db", name = ["*"] }]
        to        = ["web", { tier = "log", image = "i*" }]
        ports     = ["published", "udp/53"]
        published = ["tcp/8443", "udp/9000-9010", "sctp/9"]

        [[rules]]
        name        = "limited-by-all"
        from        = "any"
        to          = "any"
        rate        = { limit = "50/second", burst = 100, per = "source" }
        connections = { max = 100, per = "destination" }
        log         = true

        [[rules]]
        name        = "limited-together"
        from        = "any"
        to          = "web"
        ports       = ["tcp/2-9", "icmp/echo-reply"]
        rate        = { limit = "1/day" }
        connections = { max = 7 }

        [[rules]]
        name = "limited-by-destination"
        from = ["world", "host"]
        to   = "web"
        rate = { limit = "1000000/hour", per = "destination" }
        mode = "audit"

        [[rules]]
        name    = "in-time"
        from    = ["containers", "host"]
        to      = { tier = "a0123456789012345678901234567-9", label = { a = "b" } }
        when    = { days = ["sat", "sun"], from = "22:00", to = "06:30" }
        expires = 2031-12-31T23:59:59+02:00
        action  = "reject"

        [[rules]]
        name = "by-day"
        from = "host"
        to   = "a0123456789012345678901234567-9"
        when = { days = ["mon"], from = "00:01", to = "24:00" }
        mode = "audit"
        """;

    public static readonly Snapshot Nobody = new(
        [new Network("id-front", "front", "br-front"), new Network("id-back", "back", "br-back")],
        [],
        new HostLinks([Address("192.0.2.10"), Address("2001:db8:2::10")], ["br-front", "br-back", "lxcbr0"], ["br-front", "br-back"], ["virbr*", "vnet7"]));

    public static RuleSet RuleSet(string policy, Snapshot snapshot) => RuleSetCompiler.Compile(Binder.Bind(Policy(policy), snapshot));

    public static RuleSet RuleSet(string policy, params ReadOnlySpan<Container> containers) => RuleSet(policy, Nobody with { Containers = [.. containers] });

    public static PolicyDocument Policy(string text)
    {
        var reading = PolicyReader.Read([new SourceFile("policy.toml", text)]);
        return reading.Document ?? throw new FormatException(string.Join('\n', reading.Diagnostics));
    }

    /// <summary>On both networks, with a number that its addresses end in; publishes a port on all addresses of the host and another on one.</summary>
    public static Container AContainer(int number, string tier) => new(
        $"id-{number}",
        $"c{number}",
        "image",
        [
            new Label(TierAssignment.LabelKey, tier, FromImage: false),
            new Label("com.docker.compose.config-hash", "0123", FromImage: false),
            new Label("com.docker.compose.project", $"p{number % 3}", FromImage: false),
            new Label("with \"quotes\" and $(words)", "\"; drop\n}", FromImage: false),
        ],
        [
            new Endpoint("front", "br-front", [Address($"172.18.{number / 250}.{2 + (number % 250)}"), Address($"fd00:18::{2 + number:x}")]),
            new Endpoint("back", "br-back", [Address($"172.19.{number / 250}.{2 + (number % 250)}"), Address($"fd00:19::{2 + number:x}")]),
        ],
        [
            new PublishedPort(Protocol.Tcp, Family.IPv4, HostAddress: null, (ushort)(10_000 + number), 80),
            new PublishedPort(Protocol.Tcp, Family.IPv6, HostAddress: null, (ushort)(10_000 + number), 80),
            new PublishedPort(Protocol.Udp, Family.IPv4, Address("192.0.2.10"), (ushort)(20_000 + number), 5000),
            new PublishedPort(Protocol.Sctp, Family.IPv6, Address("2001:db8:2::10"), (ushort)(20_000 + number), 2905),
        ]);

    public static Address Address(string text) => AddressParser.ParseOrNull(text) ?? throw new FormatException(text);
}
