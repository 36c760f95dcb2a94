using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using HostWall.Control;

namespace HostWall.Tests.Control;

public sealed class ControlServerTests
{
    [Fact]
    public async Task Status_is_one_json_document_in_camel_case()
    {
        await using var host = await ControlHost.StartAsync();
        await host.ApplyAsync(Inventories.Policy);
        var answer = host.Say(Get("/v1/status"));
        answer.ShouldStartWith("HTTP/1.1 200");
        answer.ShouldContain("Content-Type: application/json");

        using var document = JsonDocument.Parse(answer[answer.IndexOf('{', StringComparison.Ordinal)..]);
        document.RootElement.EnumerateObject().Select(property => property.Name).ShouldBe(
            ["healthy", "program", "started", "mode", "backend", "version", "onDisk", "docker", "kernel", "tiers", "lastChange", "lastDrift", "logs", "warnings"]);
        document.RootElement.GetProperty("kernel").GetProperty("state").GetString().ShouldBe("inSync");
        document.RootElement.GetProperty("version").GetProperty("number").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("GET /v1/nowhere", "", 400)]
    [InlineData("GET /v1/apply", "", 400)]
    [InlineData("POST /v1/status", "{}", 400)]
    [InlineData("GET /v1/version?number=0", "", 400)]
    [InlineData("GET /v1/version?number=99999999999", "", 400)]
    [InlineData("GET /v1/version?number=7", "", 404)]
    [InlineData("GET /v1/history?verify=maybe", "", 400)]
    [InlineData("GET /v1/matrix", "", 404)]
    [InlineData("POST /v1/apply", "", 400)]
    [InlineData("POST /v1/apply", "null", 400)]
    [InlineData("POST /v1/apply", "{}", 400)]
    [InlineData("POST /v1/apply", """{"files":null}""", 400)]
    [InlineData("POST /v1/apply", """{"files":[null]}""", 400)]
    [InlineData("POST /v1/apply", """{"files":[{"name":null,"text":"schema = 1"}]}""", 400)]
    [InlineData("POST /v1/apply", """{"files":[{"name":"../../etc/passwd","text":"schema = 1"}]}""", 400)]
    [InlineData("POST /v1/apply", """{"files":[{"name":"policy.toml","text":"schema = 1"}],"surprise":1}""", 400)]
    [InlineData("POST /v1/apply", """{"files":[{"name":"policy.toml","text":"schema = 2"}]}""", 422)]
    [InlineData("POST /v1/plan", "{}", 400)]
    [InlineData("POST /v1/test", "{}", 404)]
    [InlineData("POST /v1/rollback", """{"version":"one"}""", 400)]
    [InlineData("POST /v1/explain", """{"from":"a","to":"b","port":"tcp"}""", 404)]
    public async Task A_call_that_makes_no_sense_is_refused_with_a_document(string call, string body, int status)
    {
        await using var host = await ControlHost.StartAsync();
        var answer = host.Say($"{call} HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        answer.ShouldStartWith($"HTTP/1.1 {status}");
        using var document = JsonDocument.Parse(answer[answer.IndexOf('{', StringComparison.Ordinal)..]);
        document.RootElement.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
        document.RootElement.GetProperty("kind").GetString().ShouldNotBeNullOrEmpty();
        host.Runtime.Current.InForce.ShouldBeNull();
    }

    [Fact]
    public async Task Garbage_is_hung_up_on_and_the_next_caller_is_served()
    {
        await using var host = await ControlHost.StartAsync();
        host.Say("\0\u0001\u0002 nothing like HTTP\r\n\r\n").ShouldStartWith("HTTP/1.1 400");
        host.Say($"GET /{new string('x', 10_000)} HTTP/1.1\r\n\r\n").ShouldStartWith("HTTP/1.1 414");
        host.Say($"GET /v1/status HTTP/1.1\r\nHost: h\r\nX: {new string('x', 20_000)}\r\n\r\n").ShouldStartWith("HTTP/1.1 431");
        host.Say(Get("/v1/status")).ShouldStartWith("HTTP/1.1 200");
    }

    [Fact]
    public async Task A_body_of_a_gigabyte_is_refused_unread()
    {
        await using var host = await ControlHost.StartAsync();
        host.Say("POST /v1/apply HTTP/1.1\r\nHost: h\r\nContent-Length: 1073741824\r\n\r\n{").ShouldStartWith("HTTP/1.1 413");
    }

    [Fact]
    public async Task A_body_without_an_end_is_refused_at_the_limit()
    {
        await using var host = await ControlHost.StartAsync();
        using var socket = host.Connect();
        socket.Send("POST /v1/apply HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"u8);
        var chunk = Encoding.ASCII.GetBytes($"10000\r\n{new string('x', 0x10000)}\r\n");
        var sent = 0;
        try
        {
            for (; sent < 100; sent++)
            {
                socket.Send(chunk);
            }
        }
        catch (SocketException)
        {
            // Hung up on in the middle.
        }

        ControlHost.ReadToEnd(socket).ShouldNotContain("200 OK");
        host.Runtime.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_caller_who_never_ends_the_request_is_hung_up_on()
    {
        await using var host = await ControlHost.StartAsync();
        using var slow = host.Connect();
        slow.Send("GET /v1/status HTTP/1.1\r\nHost: "u8);
        host.Say(Get("/v1/status")).ShouldStartWith("HTTP/1.1 200");
        ControlHost.ReadToEnd(slow).ShouldStartWith("HTTP/1.1 408");
    }

    [Fact]
    public async Task One_user_cannot_hold_more_than_sixteen_connections()
    {
        await using var host = await ControlHost.StartAsync();
        var held = Enumerable.Range(0, 16).Select(_ => host.Connect()).ToList();
        try
        {
            foreach (var socket in held)
            {
                socket.Send("GET /v1/status HTTP/1.1\r\nHost: h\r\n\r\n"u8); // each is known to be inside once it is answered
                socket.Receive(new byte[16]).ShouldBeGreaterThan(0);
            }

            host.Say(Get("/v1/status")).ShouldBeEmpty();
        }
        finally
        {
            held.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task A_second_daemon_does_not_take_the_socket_away()
    {
        await using var host = await ControlHost.StartAsync();
        Should.Throw<ControlSocketException>(() => ControlSocket.Bind(host.Socket, group: null)).Message.ShouldContain("another hostwall daemon");
        host.Say(Get("/v1/status")).ShouldStartWith("HTTP/1.1 200");
    }

    [Fact]
    public void A_socket_that_nobody_listens_on_is_replaced()
    {
        using var folder = new Versions.TemporaryFolder();
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(folder["first"]));
            File.Move(folder["first"], folder["stale"]); // .NET deletes the name that it bound
        }

        ControlSocket.Bind(folder["stale"], group: null).Dispose();
    }

    [Fact]
    public void A_file_that_is_no_socket_is_left_alone()
    {
        using var folder = new Versions.TemporaryFolder();
        var file = folder.Write("precious", "text");
        Should.Throw<ControlSocketException>(() => ControlSocket.Bind(file, group: null));
        File.ReadAllText(file).ShouldBe("text");
        Should.Throw<ControlSocketException>(() => ControlSocket.Bind(folder.Path, group: null));
    }

    [Fact]
    public async Task Stopping_removes_the_socket()
    {
        var host = await ControlHost.StartAsync();
        var socket = host.Socket;
        File.Exists(socket).ShouldBeTrue();
        await host.DisposeAsync();
        File.Exists(socket).ShouldBeFalse();
    }

    private static string Get(string path) => $"GET {path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
}
