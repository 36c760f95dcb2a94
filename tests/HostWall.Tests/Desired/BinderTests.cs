using HostWall.Core.Addressing;
using HostWall.Core.Desired;
using HostWall.Core.Inventory;
using static HostWall.Tests.Desired.Containers;

namespace HostWall.Tests.Desired;

/// <summary>A policy bound to a host.</summary>
public sealed class BinderTests
{
    private static readonly Label Web = Label(TierAssignment.LabelKey, "web");
    private static readonly Label Db = Label(TierAssignment.LabelKey, "db");

    [Fact]
    public void Every_address_of_a_container_stands_for_its_tier()
        => Members(AHost(AContainer("c", Web).On("back", "172.19.0.2").On("front", "172.18.0.2", "fd00:18::2")))
            .ShouldBe(["back 172.19.0.2 web", "front 172.18.0.2 web", "front fd00:18::2 web"]);

    [Fact]
    public void The_same_address_on_two_bridges_is_two_members()
        => Members(AHost(AContainer("c", Web).On("back", "10.0.0.2"), AContainer("d", Db).On("front", "10.0.0.2")))
            .ShouldBe(["back 10.0.0.2 web", "front 10.0.0.2 db"]);

    [Fact]
    public void An_address_that_two_containers_claim_is_nobodys()
        => Members(AHost(AContainer("c", Web).On("front", "10.0.0.2", "10.0.0.3"), AContainer("d", Web).On("front", "10.0.0.2")))
            .ShouldBe(["front 10.0.0.3 web"]);

    [Fact]
    public void A_link_local_address_is_nobodys()
        => Members(AHost(AContainer("c", Web).On("front", "fe80::2", "febf::2", "fec0::2"))).ShouldBe(["front fec0::2 web"]);

    [Theory]
    [InlineData("br 0")]
    [InlineData("br\"0")]
    [InlineData("br*")]
    [InlineData("br}")]
    [InlineData("a-name-too-long-")]
    [InlineData("")]
    public void A_bridge_whose_name_cannot_be_written_has_no_members_and_is_never_foreign(string bridge)
    {
        var snapshot = AHost(AContainer("c", Web).On(bridge, "10.0.0.2")) with { Host = HostLinks.Empty with { Bridges = [bridge], FilteredBridges = [bridge] } };

        var desired = Binder.Bind(PolicyOf("[tiers.web]\n[tiers.db]"), snapshot);

        desired.Members.ShouldBeEmpty();
        desired.FilteredBridges.ShouldBeEmpty();
        desired.ForeignBridges.ShouldBeEmpty();
    }

    [Fact]
    public void A_bridge_is_foreign_when_docker_does_not_know_it_and_does_not_name_its_own_like_that()
    {
        var snapshot = AHost(AContainer("c", Web).On("front", "10.0.0.2")) with
        {
            Host = HostLinks.Empty with
            {
                Bridges = ["lxcbr0", "front", "docker0", "br-0123456789ab", "br-0123456789AB", "br-lan", "br-0123456789a"],
                ForeignPatterns = ["virbr*", "bad\"name*", "**"],
            },
        };

        var desired = Binder.Bind(PolicyOf("[tiers.web]\n[tiers.db]"), snapshot);

        desired.ForeignBridges.ShouldBe(["br-0123456789AB", "br-0123456789a", "br-lan", "lxcbr0"]);
        desired.ForeignPatterns.ShouldBe(["virbr*"]);
    }

    /// <summary>As the rules have it: closed by interface.</summary>
    [Fact]
    public void The_networks_of_every_bridge_that_is_not_foreign_are_containers()
    {
        var snapshot = AHost(AContainer("c", Web).On("front", "10.0.0.2")) with
        {
            Host = HostLinks.Empty with
            {
                Bridges = ["front", "lxcbr0"],
                ForeignPatterns = ["virbr*"],
                BridgeNetworks = [On("front", "10.0.0.1", 24), On("front", "2001:db8::1", 64), On("lxcbr0", "10.0.3.1", 24), On("virbr0", "192.168.122.1", 24), On("young", "10.0.1.1", 24)],
            },
        };

        Binder.Bind(PolicyOf("[tiers.web]\n[tiers.db]"), snapshot).ContainerNetworks.Select(network => network.ToString())
            .ShouldBe(["10.0.0.0/23", "2001:db8::/64"]);

        static BridgeNetwork On(string bridge, string address, int length) => new(bridge, Cidr.Around(Address(address), length));
    }

    [Fact]
    public void Only_dockers_bridges_are_taken_for_filtered()
    {
        var snapshot = AHost(AContainer("c", Web).On("front", "10.0.0.2")) with { Host = HostLinks.Empty with { FilteredBridges = ["lxcbr0", "front"] } };

        Binder.Bind(PolicyOf("[tiers.web]\n[tiers.db]"), snapshot).FilteredBridges.ShouldBe(["front"]);
    }

    [Fact]
    public void A_host_port_that_different_tiers_or_ports_claim_is_judged_as_unlabelled()
    {
        var alone = new PublishedPort(Protocol.Tcp, Family.IPv4, HostAddress: null, 80, 80);
        var shared = alone with { HostPort = 443 };
        var snapshot = AHost(
            AContainer("a", Web).Publishing(alone).Publishing(shared).Publishing(shared with { HostPort = 444 }),
            AContainer("b", Web).Publishing(shared with { ContainerPort = 8443 }),
            AContainer("c", Db).Publishing(shared with { HostPort = 444 }));

        Binder.Bind(PolicyOf("[tiers.web]\n[tiers.db]"), snapshot).Served.Select(port => $"{port.HostPort} {port.Tier}")
            .ShouldBe(["80 web", "443 unlabelled", "444 unlabelled"]);
    }

    private static IEnumerable<string> Members(Snapshot snapshot)
        => Binder.Bind(PolicyOf("[tiers.web]\n[tiers.db]"), snapshot).Members.Select(member => $"{member.Key.Bridge} {member.Key.Address} {member.Tier}");
}
