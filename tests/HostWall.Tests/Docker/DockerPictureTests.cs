using HostWall.Core;
using HostWall.Core.Addressing;
using HostWall.Core.Inventory;
using HostWall.Docker;
using Microsoft.Extensions.Time.Testing;

namespace HostWall.Tests.Docker;

/// <summary>What is believed when events and looks overtake each other.</summary>
public sealed class DockerPictureTests
{
    private static readonly DockerTimings Timings = new(Period: TimeSpan.FromMinutes(5));
    private readonly FakeTimeProvider _time = new();
    private readonly DockerPicture _picture;

    public DockerPictureTests()
    {
        _picture = new DockerPicture(Timings, _time);
        _picture.Needs.Everything();
        Answer(_picture.TakeLook(), [], [Net("n")]);
        _time.Advance(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_container_is_there_once_its_network_has_shown_it_although_the_list_says_it_does_not_run()
    {
        Tell("container", "create", "c");
        Answer(_picture.TakeLook(), [View("c", runs: false)], []);
        Connect("c");
        Shown().ShouldBeEmpty();

        Answer(_picture.TakeLook(), [], [Net("n", "c")]);

        Shown().ShouldBe(["c 10.0.0.1"]);
    }

    [Fact]
    public void A_list_that_lags_does_not_take_a_starting_container_away()
    {
        Start("c");

        Settle([View("c", runs: false)], [Net("n", "c")], TimeSpan.FromSeconds(1));

        Shown().ShouldBe(["c 10.0.0.1"]);
    }

    [Fact]
    public void A_start_that_is_never_over_is_given_up()
    {
        Start("c");

        Settle([View("c", runs: false)], [Net("n", "c")], Timings.StartLimit);

        Shown().ShouldBeEmpty();
    }

    [Fact]
    public void A_look_that_began_before_die_does_not_bring_the_address_back()
    {
        Start("c");
        _picture.Needs.Everything();
        var look = _picture.TakeLook();
        Tell("container", "die", "c");
        Shown().ShouldBeEmpty();

        Answer(look, [View("c", runs: true)], [Net("n", "c")]);

        Shown().ShouldBeEmpty();
    }

    [Fact]
    public void A_list_that_still_says_running_right_after_die_is_not_believed()
    {
        Start("c");
        Tell("container", "die", "c");

        Settle([View("c", runs: true)], [Net("n", "c")], TimeSpan.FromMilliseconds(100));

        Shown().ShouldBeEmpty();
    }

    [Fact]
    public void A_list_that_says_running_long_after_die_is_right()
    {
        Start("c");
        Tell("container", "die", "c");

        Settle([View("c", runs: true)], [Net("n", "c")], Timings.ListLag);

        Shown().ShouldBe(["c 10.0.0.1"]);
    }

    [Fact]
    public void A_member_that_does_not_run_has_no_address()
    {
        Settle([View("c", runs: false)], [Net("n", "c")], TimeSpan.Zero);

        Shown().ShouldBeEmpty();
    }

    [Fact]
    public void A_restart_gives_the_new_address_and_never_the_old_one()
    {
        Start("c");
        Tell("container", "die", "c");
        Disconnect("c");
        Disconnect("c");
        Connect("c");
        Shown().ShouldBeEmpty();

        Answer(_picture.TakeLook(), [], [Net("n", "x", "c")]);

        Shown().ShouldBe(["c 10.0.0.2"]);
    }

    [Fact]
    public void An_address_that_was_given_out_again_belongs_to_the_new_container_alone()
    {
        Start("c");
        // The end of the first was never told.
        Start("d");

        Shown().ShouldBe(["d 10.0.0.1"]);
    }

    [Fact]
    public void A_look_that_began_before_disconnect_does_not_bring_the_address_back()
    {
        Start("c");
        Tell("container", "start", "c");
        _picture.Needs.Network("n");
        var look = _picture.TakeLook();
        Disconnect("c");

        Answer(look, [View("c", runs: true)], [Net("n", "c")]);

        Shown().ShouldBe(["c"]);
    }

    [Fact]
    public void A_start_told_during_the_look_does_not_throw_the_address_away()
    {
        Tell("container", "create", "c");
        Answer(_picture.TakeLook(), [View("c", runs: false)], []);
        Connect("c");
        var look = _picture.TakeLook();
        Tell("container", "start", "c");

        Answer(look, [], [Net("n", "c")]);

        Shown().ShouldBe(["c 10.0.0.1"]);
    }

    [Fact]
    public void A_connect_whose_member_no_network_shows_is_looked_for_until_it_is_taken_back()
    {
        Start("c");
        Connect("c");
        Answer(_picture.TakeLook(), [], [Net("n")]);
        _picture.Awaited.ShouldBe(["n"]);

        Disconnect("c");

        _picture.Awaited.ShouldBeEmpty();
        Shown().ShouldBeEmpty();
    }

    [Fact]
    public void What_a_look_at_everything_does_not_show_is_forgotten()
    {
        Start("c");
        Tell("container", "start", "c");

        Settle([], [], TimeSpan.FromMinutes(1), everything: true);

        _picture.ToPart().Containers.ShouldBeEmpty();
        _picture.ToPart().Networks.ShouldBeEmpty();
    }

    private void Start(string id)
    {
        Tell("container", "create", id);
        Answer(_picture.TakeLook(), [View(id, runs: false)], []);
        Connect(id);
        Answer(_picture.TakeLook(), [], [Net("n", id)]);
    }

    private void Settle(ContainerView[] containers, NetworkView[] networks, TimeSpan after, bool everything = false)
    {
        _time.Advance(after);
        _picture.Needs.Clear();
        if (everything)
        {
            _picture.Needs.Everything();
        }

        foreach (var container in containers)
        {
            _picture.Needs.Container(container.Id);
        }

        Answer(_picture.TakeLook(), containers, networks);
        if (!_picture.Needs.IsEmpty)
        {
            Answer(_picture.TakeLook(), [], networks);
        }
    }

    private void Tell(string type, string action, string id, string? container = null)
        => _picture.Apply(new EngineEvent(type, action, new EngineActor(id, container is null ? null : new() { ["container"] = container, ["type"] = "bridge" })));

    private void Connect(string container) => Tell("network", "connect", "n", container);

    private void Disconnect(string container) => Tell("network", "disconnect", "n", container);

    private void Answer(Look look, ContainerView[] containers, NetworkView[] networks) => _picture.Apply(new LookAnswer(look, containers, networks));

    private IEnumerable<string> Shown()
        => _picture.ToPart().Containers.Select(container => string.Join(' ', [container.Id, .. container.Endpoints.SelectMany(endpoint => endpoint.Addresses).Select(address => address.ToString())]));

    private static ContainerView View(string id, bool runs) => new(id, runs, new ContainerFacts(id, "image", []), [], ["n"]);

    private static NetworkView Net(string id, params string[] members)
        => new(id, new Network(id, id, $"br-{id}"), members.Index().ToDictionary(member => member.Item, member => Addresses(member.Index + 1)));

    private static EquatableArray<Address> Addresses(int number) => [FollowedSource.Address($"10.0.0.{number}")];
}
