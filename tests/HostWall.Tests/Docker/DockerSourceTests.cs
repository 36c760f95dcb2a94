using System.Net.Sockets;
using HostWall.Core.Inventory;
using HostWall.Docker;

namespace HostWall.Tests.Docker;

public sealed class DockerSourceTests : IAsyncLifetime
{
    private static readonly DockerTimings Quick = new(Period: TimeSpan.FromMinutes(5))
    {
        FirstRetry = TimeSpan.FromMilliseconds(5),
        LastRetry = TimeSpan.FromMilliseconds(20),
    };

    private FakeEngine _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await FakeEngine.StartAsync();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task What_runs_at_the_start_is_listed()
    {
        RunWeb();
        await using var followed = new FollowedSource(_engine.Endpoint, Quick);

        var web = await followed.UntilContainerAsync(_ => true);

        web.Name.ShouldBe("web");
        web.Endpoints.ShouldBe([new Endpoint("bridge", "docker0", [FollowedSource.Address("172.17.0.2")])]);
        web.Published.Count.ShouldBe(1);
        followed.Source.Connection.ShouldBeOfType<DockerConnection.Connected>().EngineVersion.ShouldBe("20.10.24");
    }

    [Fact]
    public async Task A_container_is_published_at_network_connect_long_before_its_start_is_over()
    {
        await using var followed = await FollowAsync();
        _engine.Images["sha256:i"] = [];
        _engine.Containers["c1"] = new FakeContainer("c1", "web", "created") { Labels = { ["hostwall.tier"] = "web" } };
        _engine.Tell("container", "create", "c1");
        _engine.Networks["n0"].Members["c1"] = "172.17.0.2";
        _engine.TellConnect("n0", "c1");

        var web = await followed.UntilContainerAsync(container => !container.Endpoints.IsEmpty);

        web.FindLabel("hostwall.tier").ShouldBe(new Label("hostwall.tier", "web", FromImage: false));
        _engine.Requests.ShouldNotContain("/containers/c1/json");
    }

    [Fact]
    public async Task A_network_that_shows_its_new_member_late_is_asked_again()
    {
        RunWeb();
        await using var followed = await FollowAsync();
        _engine.Networks["n1"] = new FakeNetwork("n1", "late");
        _engine.TellConnect("n1", "c1");
        await followed.UntilAsync(_ => _engine.Requests.Count(path => path == "/networks/n1") >= 3);

        _engine.Networks["n1"].Members["c1"] = "172.18.0.2";

        (await followed.UntilContainerAsync(container => container.Endpoints.Count == 2)).Endpoints.ShouldContain(endpoint => endpoint.Bridge == "br-n1");
    }

    [Fact]
    public async Task At_die_the_addresses_are_gone_although_everything_else_hangs()
    {
        RunWeb();
        await using var followed = await FollowAsync();
        _engine.Hanging["/containers/json"] = true;
        _engine.Tell("container", "rename", "c1");

        _engine.Tell("container", "die", "c1");

        await followed.UntilAsync(part => part.Containers.IsEmpty);
    }

    [Fact]
    public async Task A_label_counts_as_the_images_when_the_image_brings_the_pair_or_is_gone()
    {
        _engine.Images["sha256:i"] = new() { ["hostwall.tier"] = "db", ["other"] = "image" };
        RunWeb(("hostwall.tier", "db"), ("other", "operator"));
        _engine.Containers["c2"] = new FakeContainer("c2", "lost", "running") { ImageId = "sha256:gone", Labels = { ["hostwall.tier"] = "db" } };
        await using var followed = await FollowAsync();

        var part = await followed.UntilAsync(part => part.Containers.Count == 2);

        part.Containers[0].Labels.ShouldBe([new Label("hostwall.tier", "db", FromImage: true), new Label("other", "operator", FromImage: false)]);
        part.Containers[1].Labels.ShouldBe([new Label("hostwall.tier", "db", FromImage: true)]);
    }

    [Theory]
    [InlineData(true, "the socket * does not exist")]
    [InlineData(false, "the connection was refused: no engine is running")]
    public async Task While_the_engine_is_away_its_last_state_stands_and_its_return_is_noticed(bool removeSocket, string why)
    {
        RunWeb();
        await using var followed = await FollowAsync();
        await _engine.VanishAsync(removeSocket);
        var away = await followed.UntilConnectionAsync<DockerConnection.Disconnected>(connection => Matches(connection.Why, why));
        (await followed.UntilAsync(part => part.LastThere is not null)).Containers.Count.ShouldBe(1);

        _engine.Containers.Clear();
        await _engine.ListenAsync();

        (await followed.UntilAsync(part => part.Containers.IsEmpty)).LastThere.ShouldBeNull();
        (await followed.UntilConnectionAsync<DockerConnection.Connected>(_ => true)).Since.ShouldBeGreaterThanOrEqualTo(away.Since);
    }

    [Fact]
    public async Task An_engine_that_is_asked_in_vain_was_last_there_when_it_last_answered()
    {
        await using var followed = new FollowedSource(_engine.Endpoint, Quick with { Ping = TimeSpan.FromMilliseconds(20), CallLimit = TimeSpan.FromMilliseconds(300) });
        await followed.UntilAsync(_ => true);
        await followed.UntilAsync(_ => _engine.Requests.Contains("/_ping"));
        var answered = followed.Latest!.Listed;

        _engine.Hanging["/_ping"] = true;
        _engine.Hanging["/version"] = true;
        await followed.UntilConnectionAsync<DockerConnection.Disconnected>(_ => true);
        var told = TimeProvider.System.GetTimestamp();

        var lastThere = (await followed.UntilAsync(part => part.LastThere is not null)).LastThere!.Value;
        lastThere.ShouldBeGreaterThan(answered);
        TimeProvider.System.GetElapsedTime(lastThere, told).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(300));
    }

    [Theory]
    [InlineData(true, "the socket * does not exist")]
    [InlineData(false, "the connection was refused: no engine is running")]
    public async Task An_engine_that_was_never_there_is_told_as_such(bool removeSocket, string why)
    {
        await _engine.VanishAsync(removeSocket);
        await using var followed = new FollowedSource(_engine.Endpoint, Quick);

        await followed.UntilConnectionAsync<DockerConnection.NeverConnected>(connection => Matches(connection.Why ?? "", why));
        followed.Latest.ShouldBeNull();
    }

    [Theory]
    [InlineData("/version", "hello")]
    [InlineData("/version", "null")]
    [InlineData("/version", "[]")]
    [InlineData("/version", "{\"ApiVersion\": \"none\"}")]
    [InlineData("/containers/json", "{}")]
    [InlineData("/containers/json", "null")]
    [InlineData("/containers/json", "[null]")]
    [InlineData("/containers/json", "[{\"Id\": \"\"}]")]
    [InlineData("/networks", "<html>")]
    [InlineData("/networks", "[{}]")]
    public async Task An_answer_that_is_nonsense_is_told_and_the_engine_tried_again(string path, string answer)
    {
        RunWeb(("hostwall.tier", "web"));
        _engine.Nonsense[path] = answer;
        await using var followed = new FollowedSource(_engine.Endpoint, Quick);
        await followed.UntilConnectionAsync<DockerConnection.NeverConnected>(connection => connection.Why == "the answer is not that of a Docker engine");
        followed.Latest.ShouldBeNull();

        _engine.Nonsense.Clear();

        await followed.UntilContainerAsync(_ => true);
    }

    [Theory]
    [InlineData("/networks/n1", null)]
    [InlineData("/networks/n1", "null")]
    [InlineData("/networks/n1", "{")]
    public async Task A_network_that_the_engine_cannot_tell_of_has_no_members_and_stays_Dockers(string path, string? nonsense)
    {
        RunWeb();
        _engine.Networks["n1"] = new FakeNetwork("n1", "broken") { Members = { ["c1"] = "172.18.0.2" } };
        Break(path, nonsense);
        await using var followed = new FollowedSource(_engine.Endpoint, Quick);

        var part = await followed.UntilAsync(_ => true);
        part.Networks.Select(network => network.Bridge).ShouldBe(["docker0", "br-n1"]);
        part.Containers.ShouldHaveSingleItem().Endpoints.ShouldHaveSingleItem().Bridge.ShouldBe("docker0");

        _engine.TellConnect("n1", "c1");
        await followed.UntilAsync(_ => _engine.Requests.Count(asked => asked == path) >= 3);
        followed.Latest!.Networks.Count.ShouldBe(2);
        _engine.Failing.Clear();
        _engine.Nonsense.Clear();
        followed.Source.RequestResync();
        await followed.UntilContainerAsync(container => container.Endpoints.Count == 2);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("7")]
    public async Task No_label_counts_of_a_container_whose_image_the_engine_cannot_tell_of(string? nonsense)
    {
        RunWeb(("hostwall.tier", "web"));
        Break("/images/sha256:i/json", nonsense);
        await using var followed = new FollowedSource(_engine.Endpoint, Quick);

        (await followed.UntilContainerAsync(_ => true)).Labels.ShouldBe([new Label("hostwall.tier", "web", FromImage: true)]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_container_that_cannot_be_inspected_keeps_the_image_it_is_listed_with(bool hangs)
    {
        RunWeb();
        _engine.Containers["c1"] = _engine.Containers["c1"] with { Image = "sha256:i" };
        if (!hangs)
        {
            Break("/containers/c1/json", null);
        }

        await using var followed = new FollowedSource(_engine.Endpoint, Quick with { InspectLimit = TimeSpan.FromMilliseconds(100) });

        (await followed.UntilContainerAsync(container => !container.Endpoints.IsEmpty)).Image.ShouldBe("sha256:i");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[1, 2")]
    [InlineData("{\"Type\": 5}")]
    public async Task Nonsense_in_the_event_stream_ends_the_connection_and_a_new_one_looks_again(string line)
    {
        await using var followed = await FollowAsync();
        RunWeb();

        _engine.TellText(line);

        await followed.UntilContainerAsync(_ => true);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"Type\": \"container\", \"Action\": \"die\"}")]
    [InlineData("{\"Type\": \"network\", \"Action\": \"connect\", \"Actor\": {\"ID\": \"n0\"}}")]
    [InlineData("{\"Type\": \"moon\", \"Action\": \"rise\", \"Actor\": {\"ID\": \"m\", \"Attributes\": null}}")]
    public async Task An_event_that_says_nothing_changes_nothing(string line)
    {
        RunWeb();
        await using var followed = await FollowAsync();
        _engine.TellText(line);
        _engine.Tell("container", "die", "c1");

        await followed.UntilAsync(part => part.Containers.IsEmpty);
        followed.Source.Connection.ShouldBeOfType<DockerConnection.Connected>();
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=moon\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n")]
    public Task Something_that_does_not_speak_as_an_engine_is_told(string answer)
        => IsToldAsync(answer, why => why == "the answer is not that of a Docker engine");

    [Theory]
    [InlineData("HTTP/1.1 500 Oh\r\nContent-Type: text/plain; charset=moon\r\nContent-Length: 2\r\n\r\nno")]
    [InlineData("HTTP/1.1 301 Moved\r\nLocation: http://[\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: ftp://moon/\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: moon\r\n\r\n")]
    [InlineData("HTTP/1.1 401 No\r\nWWW-Authenticate: Negotiate x\r\nContent-Length: 0\r\n\r\n")]
    public Task Whatever_HTTP_brings_ends_nothing(string answer) => IsToldAsync(answer, why => why.Length > 0);

    /// <summary>A busy machine may make the first of several attempts end otherwise.</summary>
    private async Task IsToldAsync(string answer, Func<string, bool> expected)
    {
        await _engine.VanishAsync();
        using var stranger = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        stranger.Bind(new UnixDomainSocketEndPoint(_engine.SocketPath));
        stranger.Listen();
        var talking = TalkAsync(stranger, answer);
        await using var followed = new FollowedSource(_engine.Endpoint, Quick);

        await followed.UntilConnectionAsync<DockerConnection.NeverConnected>(connection => connection.Why is { } why && expected(why));
        stranger.Close();
        await talking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // it ends by the socket being gone, wherever it was
    }

    [Theory]
    [InlineData("/version")]
    [InlineData("/events")]
    [InlineData("/networks/n0")]
    public async Task An_engine_that_hangs_from_the_beginning_is_told(string path)
    {
        _engine.Hanging[path] = true;
        await using var followed = new FollowedSource(_engine.Endpoint, Quick with { CallLimit = TimeSpan.FromMilliseconds(200) });

        await followed.UntilConnectionAsync<DockerConnection.NeverConnected>(connection => connection.Why == "the engine does not answer");
    }

    [Fact]
    public async Task An_engine_that_hangs_is_taken_for_dead()
    {
        await using var followed = new FollowedSource(_engine.Endpoint, Quick with { Ping = TimeSpan.FromMilliseconds(20), CallLimit = TimeSpan.FromMilliseconds(300) });
        await followed.UntilAsync(_ => true);

        _engine.Hanging["/_ping"] = true;
        _engine.Hanging["/version"] = true;

        await followed.UntilConnectionAsync<DockerConnection.Disconnected>(connection => connection.Why == "the engine does not answer");
    }

    [Fact]
    public async Task What_no_event_told_is_found_by_the_periodic_look()
    {
        await using var followed = new FollowedSource(_engine.Endpoint, Quick with { Period = TimeSpan.FromMilliseconds(50) });
        await followed.UntilAsync(_ => true);

        RunWeb();

        await followed.UntilContainerAsync(_ => true);
    }

    [Fact]
    public async Task What_no_event_told_is_found_when_asked_for()
    {
        await using var followed = await FollowAsync();
        RunWeb();

        followed.Source.RequestResync();

        await followed.UntilContainerAsync(_ => true);
    }

    [Fact]
    public async Task A_network_comes_and_goes()
    {
        await using var followed = await FollowAsync();
        _engine.Networks["n1"] = new FakeNetwork("n1", "back");
        _engine.Tell("network", "create", "n1", ("type", "bridge"));
        await followed.UntilAsync(part => part.Networks.Any(network => network == new Network("n1", "back", "br-n1")));

        _engine.Networks.Clear();
        _engine.Tell("network", "destroy", "n1", ("type", "bridge"));

        await followed.UntilAsync(part => part.Networks.All(network => network.Id != "n1"));
    }

    private void RunWeb(params (string Key, string Value)[] labels)
    {
        _engine.Images.TryAdd("sha256:i", []);
        _engine.Containers["c1"] = new FakeContainer("c1", "web", "running") { Labels = labels.ToDictionary(label => label.Key, label => label.Value) };
        _engine.Networks["n0"].Members["c1"] = "172.17.0.2";
    }

    private void Break(string path, string? nonsense)
    {
        if (nonsense is null)
        {
            _engine.Failing[path] = true;
        }
        else
        {
            _engine.Nonsense[path] = nonsense;
        }
    }

    private async Task<FollowedSource> FollowAsync()
    {
        var followed = new FollowedSource(_engine.Endpoint, Quick);
        await followed.UntilAsync(_ => true);
        return followed;
    }

    private static bool Matches(string text, string pattern) => new HostWall.Core.Policy.Pattern(pattern).Matches(text);

    private static async Task TalkAsync(Socket stranger, string answer)
    {
        while (true)
        {
            using var caller = await stranger.AcceptAsync();
            await caller.ReceiveAsync(new byte[4096]);
            await caller.SendAsync(System.Text.Encoding.ASCII.GetBytes(answer));
        }
    }
}
