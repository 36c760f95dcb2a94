using System.Net.Sockets;
using System.Text;
using HostWall.Commands;
using HostWall.Control;
using HostWall.Core.Inventory;
using HostWall.Docker;
using HostWall.Tests.Daemon;
using HostWall.Tests.Versions;
using HostWall.Versions;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace HostWall.Tests.Control;

/// <summary>A real control server on a real socket, and the command line to call it with.</summary>
internal sealed class ControlHost : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private ControlServer? _server;

    private ControlHost(Snapshot inventory)
    {
        Versions = VersionStore.Open(_folder["state"], Given.Clock());
        Runtime = new FakeRuntime(Versions, inventory);
    }

    public FakeRuntime Runtime { get; }

    public FakeConntrack Conntrack { get; } = new();

    public IContainerProcesses Processes { get; } = Substitute.For<IContainerProcesses>();

    public VersionStore Versions { get; }

    public string Socket => _folder["run/hostwall.sock"];

    public TemporaryFolder Folder => _folder;

    /// <param name="groups">Lines as in /etc/group.</param>
    public static async Task<ControlHost> StartAsync(Snapshot? inventory = null, string groups = "")
    {
        var host = new ControlHost(inventory ?? Inventories.Host());
        var accounts = new Accounts(host.Folder.Write("passwd", "root:x:0:0::/root:/bin/sh\nanna:x:4001:4001::/:/bin/sh\n"), host.Folder.Write("group", groups));
        host._server = await ControlServer.StartAsync(
            host.Socket,
            new ControlApi(host.Runtime, host.Conntrack, host.Processes, host.Versions, rules => $"# {rules.Elements.Count} elements\n", Given.Clock(), CancellationToken.None),
            new AccessRules(accounts),
            accounts,
            NullLoggerFactory.Instance,
            TestContext.Current.CancellationToken);
        return host;
    }

    /// <summary>Runs the command line as a shell would.</summary>
    public async Task<Run> RunAsync(params string[] arguments)
        => await Run.OfAsync([.. arguments, "--socket", Socket, "--config", _folder["config"]]);

    /// <summary>Applies a policy, and holds that it worked.</summary>
    public async Task<Run> ApplyAsync(string policy, params string[] options)
    {
        var run = await RunAsync(["apply", _folder.Write("candidate.toml", policy), .. options]);
        run.Exit.ShouldBe(0, run.Error);
        return run;
    }

    /// <summary>Sends bytes as they are, and reads until the server hangs up.</summary>
    public string Say(string text)
    {
        using var socket = Connect();
        try
        {
            socket.Send(Encoding.UTF8.GetBytes(text));
        }
        catch (SocketException closed) when (closed.SocketErrorCode is SocketError.Shutdown or SocketError.ConnectionReset)
        {
            // Who is turned away at the door may see it closed before all is said.
        }

        return ReadToEnd(socket);
    }

    public Socket Connect()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = 20_000 };
        socket.Connect(new UnixDomainSocketEndPoint(Socket));
        return socket;
    }

    public static string ReadToEnd(Socket socket)
    {
        var (all, buffer) = (new StringBuilder(), new byte[4096]);
        try
        {
            while (socket.Receive(buffer) is var count and > 0)
            {
                all.Append(Encoding.UTF8.GetString(buffer, 0, count));
            }
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            // Hung up on with bytes still unread: also an end.
        }

        return all.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Dispose();
    }
}

/// <summary>What a command printed and ended with.</summary>
internal sealed record Run(int Exit, string Output, string Error)
{
    public static async Task<Run> OfAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exit = await CommandLine.RunAsync(arguments, (_, _) => Task.FromResult(0), output, error, TestContext.Current.CancellationToken);
        return new Run(exit, output.ToString(), error.ToString());
    }
}
