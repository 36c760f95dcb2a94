using HostWall.Core;
using HostWall.Core.Addressing;
using HostWall.Core.Inventory;
using HostWall.Docker;
using HostWall.Host;
using HostWall.Inventory;
using HostWall.Tests.Docker;
using Microsoft.Extensions.Time.Testing;

namespace HostWall.Tests.Inventory;

public sealed class SnapshotJoinTests
{
    private static readonly Network Docker0 = new("n", "bridge", "docker0");
    private static readonly Container Database = new(
        "c",
        "db",
        "postgres",
        [],
        [new Endpoint("bridge", "docker0", [FollowedSource.Address("172.17.0.2")]), new Endpoint("back", "br-back", [FollowedSource.Address("172.18.0.2")])],
        [new PublishedPort(Protocol.Tcp, Family.IPv4, null, 5432, 5432)]);

    private static readonly long Start = new FakeTimeProvider().GetTimestamp();
    private readonly FakeTimeProvider _time = new();
    private readonly SnapshotJoin _join;
    private EquatableArray<string> _remembered = [];

    public SnapshotJoinTests() => _join = new SnapshotJoin(["virbr*"], () => _remembered, _time);

    [Fact]
    public void Nothing_is_said_before_both_have_reported()
    {
        _join.Join().Snapshot.ShouldBeNull();
        SetDocker();
        _join.Join().Snapshot.ShouldBeNull();
        SetLinks(("docker0", 0));

        var snapshot = _join.Join().Snapshot.ShouldNotBeNull();
        snapshot.Networks.ShouldBe([Docker0]);
        snapshot.Host.Bridges.ShouldBe(["docker0"]);
        snapshot.Host.ForeignPatterns.ShouldBe(["virbr*"]);
    }

    [Fact]
    public void Networks_count_even_on_bridges_that_nobody_has_spoken_for_yet()
    {
        BridgeNetwork[] networks = [On("docker0", "172.17.0.1"), On("br-new", "172.18.0.1")];
        SetDocker();
        _join.Links = new LinkPart([], [new SeenBridge("br-new", _time.GetTimestamp(), Start), new SeenBridge("docker0", Start, Start)], [], []) { BridgeNetworks = [.. networks] };
        _join.Join();
        _time.Advance(TimeSpan.FromSeconds(3));

        var host = _join.Join().Snapshot.ShouldNotBeNull().Host;

        host.Bridges.ShouldBe(["docker0"]);
        host.BridgeNetworks.ShouldBe(networks);

        static BridgeNetwork On(string bridge, string address) => new(bridge, Cidr.Around(FollowedSource.Address(address), 16));
    }

    [Fact]
    public void The_first_snapshot_waits_until_Docker_has_been_asked_about_other_bridges()
    {
        SetLinks(("docker0", 0), ("lxc1", 0));
        SetDocker();
        var first = _join.Join();
        (first.Snapshot, first.ListWanted, first.UntilNext).ShouldBe((null, false, TimeSpan.FromSeconds(1)));

        _time.Advance(TimeSpan.FromSeconds(1));
        _join.Join().ListWanted.ShouldBeTrue();
        _join.Join().ListWanted.ShouldBeFalse();
        SetDocker();

        _join.Join().Snapshot.ShouldNotBeNull().Host.Bridges.ShouldBe(["docker0", "lxc1"]);
    }

    [Fact]
    public void An_engine_that_went_away_keeps_the_first_snapshot_waiting_for_a_bounded_time()
    {
        SetLinks(("lxc1", 0));
        SetDocker();
        _join.Join();

        _time.Advance(TimeSpan.FromSeconds(3));

        _join.Join().Snapshot.ShouldNotBeNull().Host.Bridges.ShouldBeEmpty();
    }

    [Fact]
    public void A_young_bridge_that_Docker_does_not_list_is_left_out_and_holds_nothing_up()
    {
        SetLinks(("docker0", 0));
        SetDocker();
        _join.Join();
        _time.Advance(TimeSpan.FromMinutes(1));

        SetLinks(("br-new", _time.GetTimestamp()), ("docker0", 0));

        _join.Join().Snapshot.ShouldNotBeNull().Host.Bridges.ShouldBe(["docker0"]);
    }

    [Fact]
    public void A_bridge_that_is_remembered_as_not_Dockers_waits_for_no_list()
    {
        _remembered = ["br0", "docker0"];
        SetLinks(("br0", 0), ("br1", 0), ("docker0", 0));
        SetDocker();
        _join.Join().Snapshot.ShouldBeNull();

        SetLinks(("br0", 0), ("docker0", 0));

        _join.Join().Snapshot.ShouldNotBeNull().Host.Bridges.ShouldBe(["br0", "docker0"]);
    }

    [Fact]
    public void A_bridge_that_is_not_Dockers_and_made_anew_while_Docker_is_away_stays_so()
    {
        SetLinks(("br0", 0), ("docker0", 0));
        _time.Advance(TimeSpan.FromMinutes(1));
        _join.Docker = DbAt(_time.GetTimestamp(), lastThere: null);
        _join.Join();
        LeaveDocker(lastThere: _time.GetTimestamp());
        SetLinks(("docker0", 0));
        _join.Join().Snapshot.ShouldNotBeNull().Host.Bridges.ShouldBe(["docker0"]);
        _time.Advance(TimeSpan.FromMinutes(1));

        SetLinks(("br0", _time.GetTimestamp()), ("br1", _time.GetTimestamp()), ("docker0", 0));

        _join.Join().Snapshot.ShouldNotBeNull().Host.Bridges.ShouldBe(["br0", "docker0"]);
    }

    [Fact]
    public void While_Docker_is_followed_containers_come_and_go_as_it_says()
    {
        RunDb();
        SetPorts("docker0", since: _time.GetTimestamp());

        Endpoints().ShouldBe(["docker0", "br-back"]);
    }

    [Fact]
    public void While_Docker_is_away_an_address_stands_on_a_bridge_that_keeps_its_ports()
    {
        RunDb();
        LeaveDocker(lastThere: _time.GetTimestamp());
        _time.Advance(TimeSpan.FromHours(1));

        Endpoints().ShouldBe(["docker0", "br-back"]);
        _join.Join().Disbelieved.ShouldBeEmpty();
    }

    [Fact]
    public void While_Docker_is_away_no_address_stands_on_a_bridge_whose_ports_changed()
    {
        RunDb();
        LeaveDocker(lastThere: _time.GetTimestamp());
        _time.Advance(TimeSpan.FromMilliseconds(1));

        SetPorts("docker0", since: _time.GetTimestamp());

        Endpoints().ShouldBe(["br-back"]);
        Db().Published.ShouldBeEmpty();
        _join.Join().Disbelieved.ShouldBe(["docker0"]);
    }

    [Fact]
    public void A_change_of_ports_that_Docker_was_not_heard_after_counts_as_one_while_it_is_away()
    {
        RunDb();
        var lastThere = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        SetPorts("docker0", since: _time.GetTimestamp());
        Endpoints().ShouldBe(["docker0", "br-back"]);

        LeaveDocker(lastThere);

        Endpoints().ShouldBe(["br-back"]);
    }

    [Fact]
    public void While_Docker_is_away_no_address_stands_on_a_bridge_that_is_gone()
    {
        RunDb();
        LeaveDocker(lastThere: _time.GetTimestamp());

        SetLinks(("docker0", 0));

        Endpoints().ShouldBe(["docker0"]);
    }

    private void RunDb()
    {
        SetLinks(("br-back", 0), ("docker0", 0));
        _time.Advance(TimeSpan.FromMinutes(1));
        _join.Docker = DbAt(_time.GetTimestamp(), lastThere: null);
        _time.Advance(TimeSpan.FromMinutes(1));
    }

    private void LeaveDocker(long lastThere) => _join.Docker = DbAt(_time.GetTimestamp(), lastThere);

    private static DockerPart DbAt(long listed, long? lastThere) => new([Docker0, new("b", "back", "br-back")], [Database], listed, lastThere);

    private void SetPorts(string bridge, long since)
        => _join.Links = new LinkPart([], [.. new[] { "br-back", "docker0" }.Select(name => new SeenBridge(name, Start, name == bridge ? since : Start))], [], []);

    private Container Db() => _join.Join().Snapshot.ShouldNotBeNull().Containers.ShouldHaveSingleItem();

    private IEnumerable<string> Endpoints() => Db().Endpoints.Select(endpoint => endpoint.Bridge);

    private void SetDocker() => _join.Docker = new DockerPart([Docker0], [], _time.GetTimestamp(), LastThere: null);

    private void SetLinks(params (string Name, long Since)[] bridges)
        => _join.Links = new LinkPart([], [.. bridges.Select(bridge => (bridge.Name, Since: bridge.Since == 0 ? Start : bridge.Since)).Select(bridge => new SeenBridge(bridge.Name, bridge.Since, bridge.Since))], [], []);
}
