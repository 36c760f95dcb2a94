using HostWall.Core.Inventory;

namespace HostWall.Scenarios.Grid;

/// <summary>All cases by the feature of the language that they turn about.</summary>
public static class GridCases
{
    /// <summary>Three tiers by service, and groups in which the world's client is or is not.</summary>
    private const string Head = """
        schema = 1

        [tiers.web]

        [tiers.api]

        [tiers.db]

        [groups.client]
        cidrs = ["198.51.100.0/24", "2001:db8:ffff::/48"]

        [groups.just-client]
        cidrs = ["198.51.100.7/32", "2001:db8:ffff::7/128"]

        [groups.elsewhere]
        cidrs = ["203.0.113.0/24", "2001:db8:10::/48"]

        [groups.all-but-client]
        cidrs  = ["0.0.0.0/0", "::/0"]
        except = ["198.51.100.7/32", "2001:db8:ffff::7/128"]

        [groups.all-but-neighbours]
        cidrs  = ["198.51.100.0/24", "2001:db8:ffff::/64"]
        except = ["198.51.100.6/32", "198.51.100.8/29", "2001:db8:ffff::6/128", "2001:db8:ffff::8/125"]

        [groups.nobody]
        cidrs = []

        [groups.only-v4]
        cidrs = ["0.0.0.0/0"]

        [groups.uplink]
        interfaces = ["eth0"]

        [groups.client-by-uplink]
        interfaces = ["eth0", "eth9"]
        cidrs      = ["198.51.100.0/24", "2001:db8:ffff::/48"]

        [groups.client-by-other-link]
        interfaces = ["eth9"]
        cidrs      = ["198.51.100.0/24", "2001:db8:ffff::/48"]

        [groups.of-our-bridges]
        cidrs = ["172.16.0.0/12", "fd00::/16", "192.0.2.0/24", "2001:db8:2::/48"]

        """;

    /// <summary>What every case has before its own change.</summary>
    private const string Background = "allow web -> api : tcp/80";

    public static IReadOnlyDictionary<string, IReadOnlyList<GridCase>> ByFeature { get; } = new Dictionary<string, IReadOnlyList<GridCase>>(StringComparer.Ordinal)
    {
        ["peers alone"] = [.. PeerCases.Alone()],
        ["peers in pairs"] = [.. PeerCases.Pairs()],
        ["ports"] = [.. PortCases.All()],
        ["actions and order"] = [.. OrderCases.All()],
        ["defaults"] = [.. DefaultCases.All()],
        ["membership"] = [.. MembershipCases.All()],
        ["narrowed peers"] = [.. NarrowedCases.All()],
        ["what both have in common"] = [.. SameCases.All()],
        ["published ports"] = [.. PublishedCases.All()],
        ["keys of a rule"] = [.. KeyCases.All()],
        ["changes"] = [.. ChangeCases.All()],
    };

    /// <summary>The base policy with these rules behind its own one.</summary>
    internal static GridCase With(string name, params IEnumerable<string> rules) => Over(name, Head, GridWorld.Labelled, [Background, .. rules]);

    /// <summary>A policy of these rules over the base policy's tiers and groups.</summary>
    internal static GridCase Only(string name, params IEnumerable<string> rules) => Over(name, Head, GridWorld.Labelled, rules);

    internal static GridCase Over(string name, string head, Snapshot world, params IEnumerable<string> rules)
        => new(name, head + RuleLine.ToToml(rules), world);
}
