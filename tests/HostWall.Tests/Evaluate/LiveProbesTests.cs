using HostWall.Core.Desired;
using HostWall.Core.Evaluate;
using HostWall.Core.Inventory;
using HostWall.Core.Policy;
using HostWall.Core.Text;
using HostWall.Scenarios;

namespace HostWall.Tests.Evaluate;

/// <summary>Which real packets stand for a policy's tests. A probe is written <c>from address -> to address : verdict</c>.</summary>
public sealed class LiveProbesTests
{
    private const string Policy = """
        schema = 1

        [tiers.web]
        [tiers.db]
        [tiers.absent]

        [groups.office]
        cidrs = ["203.0.113.0/24"]

        [[rules]]
        name  = "web-to-db"
        from  = "web"
        to    = "db"
        ports = ["tcp/5432"]

        """;

    private static readonly DateTimeOffset Now = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);

    [Fact]
    public void A_pair_is_tried_in_every_family_that_both_have_on_a_network_that_both_are_on()
        => Asked("web", "db", "tcp/5432", [On("web-1", "web", "br-0123456789ab", "172.20.0.2", "2001:db8::2"), On("db-1", "db", "br-0123456789ab", "172.20.0.3", "2001:db8::3")])
            .ShouldBe(["web-1 172.20.0.2 -> db-1 172.20.0.3 : allow", "web-1 2001:db8::2 -> db-1 2001:db8::3 : allow"]);

    [Fact]
    public void Everyone_who_stands_for_a_peer_is_asked_but_nobody_about_himself()
        => Asked("web", "web", "tcp/80", [On("web-1", "web", "br-0123456789ab", "172.20.0.2"), On("web-2", "web", "br-0123456789ab", "172.20.0.4"), On("stray", null, "br-0123456789ab", "172.20.0.5")])
            .ShouldBe(["web-1 172.20.0.2 -> web-2 172.20.0.4 : deny", "web-2 172.20.0.4 -> web-1 172.20.0.2 : deny"], ignoreOrder: true);

    [Fact]
    public void The_host_sends_and_receives_at_an_address_that_others_reach()
    {
        Asked("host", "web", "tcp/80", [On("web-1", "web", "br-0123456789ab", "172.20.0.2")]).ShouldBe(["host 192.0.2.1 -> web-1 172.20.0.2 : deny"]);
        Asked("web", "host", "tcp/22", [On("web-1", "web", "br-0123456789ab", "172.20.0.2")]).ShouldBe(["web-1 172.20.0.2 -> host 192.0.2.1 : deny"]);
    }

    [Theory]
    [InlineData("world", "db", "tcp/5432", "nothing can be sent from world by this host")]
    [InlineData("web", "office", "tcp/443", "nothing can be received at office by this host")]
    [InlineData("web", "absent", "tcp/80", "no container of absent runs")]
    [InlineData("web", "db", "tcp/80", "no two of them share a network")]
    public void What_cannot_be_probed_is_said(string from, string to, string port, string why)
        => Asked(from, to, port, [On("web-1", "web", "br-0123456789ab", "172.20.0.2"), On("db-1", "db", "br-ba9876543210", "172.21.0.3")]).ShouldBe([why]);

    [Fact]
    public void Pairs_beyond_the_bound_are_counted_and_left_out()
    {
        var asked = Asked("web", "db", "tcp/5432", [.. Enumerable.Range(1, 5).SelectMany(i => new[] { On($"web-{i}", "web", "br-0123456789ab", $"172.20.1.{i}"), On($"db-{i}", "db", "br-0123456789ab", $"172.20.2.{i}") })]);

        asked.Count.ShouldBe(17);
        asked[^1].ShouldBe("9 more pairs are left out");
    }

    private static List<string> Asked(string from, string to, string port, params Container[] containers)
    {
        var document = PolicyReader.Read([new SourceFile("policy.toml", $"{Policy}[[tests]]\nname = \"it\"\nfrom = \"{from}\"\nto = \"{to}\"\nport = \"{port}\"\nexpect = \"deny\"\n")]).Document.ShouldNotBeNull();
        var snapshot = new Snapshot(
            [new Network("n1", "front", "br-0123456789ab"), new Network("n2", "back", "br-ba9876543210")],
            [.. containers],
            HostLinks.Empty with { Addresses = [InventoryReader.ReadAddress("127.0.0.1"), InventoryReader.ReadAddress("192.0.2.1"), InventoryReader.ReadAddress("fe80::1")] });
        return [.. LiveProbes.Of(Binder.Bind(document, snapshot), Now).Select(Text)];
    }

    private static string Text(LiveProbe probe) => probe switch
    {
        LiveProbe.Sent sent => $"{sent.From.Name} {sent.From.Address} -> {sent.To.Name} {sent.To.Address} : {(sent.Decision.Passes ? "allow" : "deny")}",
        LiveProbe.Unsent unsent => unsent.Why,
        _ => probe.ToString(),
    };

    private static Container On(string name, string? tier, string bridge, params string[] addresses) => new(
        $"id-{name}", name, "image", tier is null ? [] : [new Label("hostwall.tier", tier, FromImage: false)],
        [new Endpoint(bridge == "br-0123456789ab" ? "front" : "back", bridge, [.. addresses.Select(InventoryReader.ReadAddress)])], []);
}
