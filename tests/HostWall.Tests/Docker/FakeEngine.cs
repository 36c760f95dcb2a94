using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using HostWall.Docker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HostWall.Tests.Docker;

/// <summary>A Docker engine that a test writes the lines of, on a real Unix socket. Like the real one it shows addresses only in networks at first, and inspecting a container blocks.</summary>
internal sealed class FakeEngine : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Channel<string>> _streams = new();
    private readonly CancellationTokenSource _stopping = new();
    private WebApplication? _app;
    private Socket? _stale;

    public string Folder { get; } = Directory.CreateTempSubdirectory("hostwall-engine-").FullName;

    public string SocketPath => Path.Combine(Folder, "docker.sock");

    public DockerEndpoint Endpoint => DockerEndpoint.ParseOrNull($"unix://{SocketPath}")!;

    /// <summary>By identifier.</summary>
    public ConcurrentDictionary<string, FakeContainer> Containers { get; } = new();

    public ConcurrentDictionary<string, FakeNetwork> Networks { get; } = new();

    /// <summary>The labels of images.</summary>
    public ConcurrentDictionary<string, Dictionary<string, string>> Images { get; } = new();

    /// <summary>Paths (without the version) that are answered by a text of the test's instead.</summary>
    public ConcurrentDictionary<string, string> Nonsense { get; } = new();

    /// <summary>Paths that the engine answers with a failure of its own.</summary>
    public ConcurrentDictionary<string, bool> Failing { get; } = new();

    /// <summary>Paths that are never answered.</summary>
    public ConcurrentDictionary<string, bool> Hanging { get; } = new();

    public ConcurrentQueue<string> Requests { get; } = new();

    public static async Task<FakeEngine> StartAsync()
    {
        var engine = new FakeEngine();
        engine.Networks["n0"] = new FakeNetwork("n0", "bridge");
        await engine.ListenAsync();
        return engine;
    }

    public async Task ListenAsync()
    {
        _stale?.Dispose();
        File.Delete(SocketPath);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(SocketPath));
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(AnswerAsync);
        await _app.StartAsync();
    }

    /// <summary>Ends all connections, as an engine that is killed does. The socket's file stays behind or goes.</summary>
    public async Task VanishAsync(bool removeSocket = true)
    {
        foreach (var stream in _streams.Values)
        {
            stream.Writer.TryComplete();
        }

        await using (var app = _app!)
        {
            using var now = new CancellationTokenSource();
            await now.CancelAsync();
            await app.StopAsync(now.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!removeSocket)
        {
            // Bound, but nobody listens: as the file that a killed engine leaves.
            _stale = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            _stale.Bind(new UnixDomainSocketEndPoint(SocketPath));
        }
    }

    public void Tell(string type, string action, string id, params (string Key, string Value)[] attributes)
        => TellText(new JsonObject
        {
            ["Type"] = type,
            ["Action"] = action,
            ["Actor"] = new JsonObject { ["ID"] = id, ["Attributes"] = Object(attributes.ToDictionary(pair => pair.Key, pair => pair.Value)) },
        }.ToJsonString());

    public void TellText(string line)
    {
        foreach (var stream in _streams.Values)
        {
            stream.Writer.TryWrite(line + "\n");
        }
    }

    public void TellConnect(string network, string container) => Tell("network", "connect", network, ("container", container), ("type", "bridge"));

    public void TellDisconnect(string network, string container) => Tell("network", "disconnect", network, ("container", container), ("type", "bridge"));

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await VanishAsync();
        _stale?.Dispose();
        _stopping.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        path = path.StartsWith("/v1.", StringComparison.Ordinal) ? path[path.IndexOf('/', 1)..] : path;
        Requests.Enqueue(path + context.Request.QueryString);
        if (Hanging.ContainsKey(path))
        {
            await Task.Delay(Timeout.Infinite, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        if (Failing.ContainsKey(path))
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await WriteAsync(context, new JsonObject { ["message"] = "layer does not exist" });
            return;
        }

        if (Nonsense.TryGetValue(path, out var nonsense))
        {
            await context.Response.WriteAsync(nonsense);
            return;
        }

        await (path.Split('/') switch
        {
            [_, "version"] => WriteAsync(context, new JsonObject { ["Version"] = "20.10.24", ["ApiVersion"] = "1.41" }),
            [_, "_ping"] => context.Response.WriteAsync("OK"),
            [_, "events"] => StreamAsync(context),
            [_, "containers", "json"] => WriteAsync(context, List(context.Request.Query)),
            [_, "containers", ..] => Task.Delay(Timeout.Infinite, _stopping.Token),
            [_, "networks"] => WriteAsync(context, new JsonArray([.. Networks.Values.Select(network => network.ToJson(members: false))])),
            [_, "networks", var id] when Networks.TryGetValue(id, out var network) => WriteAsync(context, network.ToJson(members: true)),
            [_, "images", var id, "json"] when Images.TryGetValue(Uri.UnescapeDataString(id), out var labels)
                => WriteAsync(context, new JsonObject { ["Id"] = id, ["Config"] = new JsonObject { ["Labels"] = Object(labels) } }),
            _ => NotFoundAsync(context),
        });
    }

    private JsonArray List(IQueryCollection query)
    {
        var wanted = query["filters"].FirstOrDefault() is { } filters && JsonNode.Parse(filters)?["id"] is JsonObject ids
            ? ids.Select(id => id.Key).ToHashSet()
            : null;
        var all = query["all"].FirstOrDefault() is "true" or "True" or "1";
        return new JsonArray([.. Containers.Values
            .Where(container => (all || container.State is "running" or "paused") && wanted?.Contains(container.Id) is not false)
            .Select(container => container.ToJson())]);
    }

    private async Task StreamAsync(HttpContext context)
    {
        var stream = Channel.CreateUnbounded<string>();
        await context.Response.Body.FlushAsync();
        _streams[context.Connection.Id] = stream;
        await foreach (var line in stream.Reader.ReadAllAsync(context.RequestAborted))
        {
            await context.Response.WriteAsync(line);
            await context.Response.Body.FlushAsync();
        }
    }

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return WriteAsync(context, new JsonObject { ["message"] = "no such thing" });
    }

    private static Task WriteAsync(HttpContext context, JsonNode node)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(node.ToJsonString());
    }

    internal static JsonObject Object(IReadOnlyDictionary<string, string> pairs)
        => new(pairs.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value))));
}

/// <summary>A container as the engine lists it.</summary>
internal sealed record FakeContainer(string Id, string Name, string State)
{
    public string Image { get; init; } = "web:1";

    public string ImageId { get; init; } = "sha256:i";

    public Dictionary<string, string> Labels { get; init; } = [];

    // The keys are the engine's: they do not follow a rename here.
#pragma warning disable CA1507
    public JsonObject ToJson() => new()
    {
        ["Id"] = Id,
        ["Names"] = new JsonArray($"/{Name}"),
        ["Image"] = Image,
        ["ImageID"] = ImageId,
        ["State"] = State,
        ["Labels"] = FakeEngine.Object(Labels),
        ["Ports"] = new JsonArray(new JsonObject { ["IP"] = "0.0.0.0", ["PrivatePort"] = 80, ["PublicPort"] = 8080, ["Type"] = "tcp" }),
        ["NetworkSettings"] = new JsonObject { ["Networks"] = new JsonObject() },
    };
#pragma warning restore CA1507
}

/// <summary>A bridge network with its members' addresses.</summary>
internal sealed record FakeNetwork(string Id, string Name)
{
    public ConcurrentDictionary<string, string> Members { get; } = new();

    // The keys are the engine's: they do not follow a rename here.
#pragma warning disable CA1507
    public JsonObject ToJson(bool members) => new()
    {
        ["Id"] = Id,
        ["Name"] = Name,
        ["Driver"] = "bridge",
        ["Options"] = new JsonObject(),
        ["Containers"] = members
            ? new JsonObject(Members.Select(member => KeyValuePair.Create(member.Key, (JsonNode?)new JsonObject { ["IPv4Address"] = $"{member.Value}/16", ["IPv6Address"] = "" })))
            : new JsonObject(),
    };
#pragma warning restore CA1507
}
