using HostWall.Core;
using HostWall.Core.Addressing;
using HostWall.Core.Inventory;

namespace HostWall.Tests.Control;

/// <summary>A small host: a proxy in front, an application, a database, and somebody without a tier.</summary>
internal static class Inventories
{
    public const string Policy = """
        schema = 1

        [tiers.web]
        [tiers.db]

        [[rules]]
        name  = "public-web"
        from  = "world"
        to    = "web"
        ports = ["tcp/443"]

        [[rules]]
        name  = "web-to-db"
        from  = "web"
        to    = "db"
        ports = ["tcp/5432"]

        [[tests]]
        name   = "the database is closed to the world"
        from   = "world"
        to     = "db"
        port   = "tcp/5432"
        expect = "deny"

        """;

    /// <summary>The same, but the proxies lose the database.</summary>
    public static readonly string Tighter = Policy.Replace("to    = \"db\"\nports = [\"tcp/5432\"]", "to    = \"db\"\nports = [\"tcp/5432\"]\naction = \"deny\"", StringComparison.Ordinal);

    public static Snapshot Host(params string[] furtherNames) => new(
        [new Network("n1", "backend", "br-0123456789ab")],
        [
            Container("aaaa", "db-1", "db", 3, []),
            Container("bbbb", "web-1", "web", 2, [new PublishedPort(Protocol.Tcp, Family.IPv4, null, 8443, 443), new PublishedPort(Protocol.Tcp, Family.IPv6, null, 8443, 443)]),
            .. furtherNames.Select((name, i) => Container($"cccc{i}", name, null, (byte)(10 + i), [])),
        ],
        new HostLinks([V4(1)], ["br-0123456789ab"], [], []));

    private static Container Container(string id, string name, string? tier, byte host, EquatableArray<PublishedPort> published) => new(
        id,
        name,
        "busybox",
        tier is null ? [] : [new Label("hostwall.tier", tier, FromImage: false)],
        [new Endpoint("backend", "br-0123456789ab", [V4(host)])],
        published);

    private static Address V4(byte host) => new(Family.IPv4, 0xAC14_0000u + host);
}
