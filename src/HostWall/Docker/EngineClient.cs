using System.Net;
using System.Text.Json;
using Docker.DotNet;
using Docker.DotNet.Models;
using Docker.DotNet.NativeHttp;
using Version = System.Version;

namespace HostWall.Docker;

/// <summary>The calls to one Docker engine. Its failures are <see cref="EngineException"/>s once they have passed <see cref="EngineException.From"/>.</summary>
internal sealed class EngineClient : IDisposable
{
    /// <summary>The newest version of the interface that is used; an engine that has an older one is asked in that.</summary>
    private static readonly Version Newest = new(1, 47);

    /// <summary>Identifiers in one request: they stand in its address, and an engine refuses long ones.</summary>
    private const int ListedAtOnce = 50;

    private readonly DockerClient _client;

    private EngineClient(DockerClient client, string version) => (_client, EngineVersion) = (client, version);

    /// <summary>As Docker says it, <c>20.10.24+dfsg1</c>.</summary>
    public string EngineVersion { get; }

    public static async Task<EngineClient> ConnectAsync(DockerEndpoint endpoint, TimeSpan limit, CancellationToken cancellation)
    {
        using var unversioned = Build(endpoint, limit, null);
        var version = await unversioned.System.GetVersionAsync(cancellation);
        if (!Version.TryParse(version?.APIVersion, out var spoken))
        {
            throw EngineException.Nonsense();
        }

        return new EngineClient(Build(endpoint, limit, spoken < Newest ? spoken : Newest), version.Version ?? "of unknown version");
    }

    /// <summary>The event stream. Once this has returned, the engine has taken the subscription: a list from now on misses nothing.</summary>
    public async Task<Stream> SubscribeAsync(CancellationToken cancellation)
    {
        var filters = new Dictionary<string, IDictionary<string, bool>>
        {
            ["type"] = EngineEvent.Types.ToDictionary(type => type, _ => true),
            ["event"] = EngineEvent.Actions.ToDictionary(action => action, _ => true),
        };

        // The other overload does not tell when the subscription has been taken.
#pragma warning disable CS0618
        return await _client.System.MonitorEventsAsync(new ContainerEventsParameters { Filters = filters }, cancellation);
#pragma warning restore CS0618
    }

    public static IAsyncEnumerable<EngineEvent?> ReadEventsAsync(Stream stream, CancellationToken cancellation)
        => JsonSerializer.DeserializeAsyncEnumerable(stream, EngineJson.Default.EngineEvent, topLevelValues: true, cancellation);

    public async Task<IReadOnlyList<ListedContainer>> RunningAsync(CancellationToken cancellation)
        => Read(await _client.Containers.ListContainersAsync(new ContainersListParameters(), cancellation));

    /// <summary>Those of the containers that exist, running or not.</summary>
    public async Task<IReadOnlyList<ListedContainer>> ContainersAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        var found = new List<ListedContainer>();
        foreach (var some in ids.Chunk(ListedAtOnce))
        {
            var filters = new Dictionary<string, IDictionary<string, bool>> { ["id"] = some.ToDictionary(id => id, _ => true) };
            found.AddRange(Read(await _client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = filters }, cancellation)));
        }

        return found;
    }

    /// <summary>The networks with a bridge on this host, without their members: the list does not name them.</summary>
    public async Task<IReadOnlyList<NetworkView>> BridgeNetworksAsync(CancellationToken cancellation)
    {
        var networks = await _client.Networks.ListNetworksAsync(new NetworksListParameters(), cancellation);
        return [.. Answered(networks).Select(EngineReading.Network).Where(view => view.Network is not null)];
    }

    public async Task<NetworkView> NetworkAsync(string id, CancellationToken cancellation)
    {
        try
        {
            return EngineReading.Network(Answered(await _client.Networks.InspectNetworkAsync(id, cancellation)));
        }
        catch (DockerApiException failure) when (failure.StatusCode == HttpStatusCode.NotFound)
        {
            return NetworkView.Gone(id);
        }
    }

    /// <summary>The labels that an image brings; null when there is no such image.</summary>
    public async Task<IReadOnlyDictionary<string, string>?> ImageLabelsAsync(string id, CancellationToken cancellation)
    {
        try
        {
            var image = await _client.Images.InspectImageAsync(id, cancellation);
            return Answered(image).Config?.Labels?.AsReadOnly() ?? new Dictionary<string, string>().AsReadOnly();
        }
        catch (DockerApiException failure) when (failure.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>The reference that a container was made from; null when it is gone. Blocks while the container is being started.</summary>
    public async Task<string?> ImageReferenceAsync(string container, CancellationToken cancellation)
    {
        try
        {
            return Answered(await _client.Containers.InspectContainerAsync(container, cancellation)).Config?.Image;
        }
        catch (DockerApiException failure) when (failure.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>The first process of a container; null when it does not run.</summary>
    public async Task<int?> PidAsync(string container, CancellationToken cancellation)
    {
        try
        {
            return Answered(await _client.Containers.InspectContainerAsync(container, cancellation)).State is { Running: true, Pid: > 0 and var pid } ? (int)pid : null;
        }
        catch (DockerApiException failure) when (failure.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public Task PingAsync(CancellationToken cancellation) => _client.System.PingAsync(cancellation);

    public void Dispose() => _client.Dispose();

    private static IReadOnlyList<ListedContainer> Read(IList<ContainerListResponse> listed) => [.. Answered(listed).Select(EngineReading.Container)];

    /// <summary>The client gives null for an answer that is the word <c>null</c>.</summary>
    private static T Answered<T>(T? answer)
        where T : class
        => answer ?? throw EngineException.Nonsense();

    private static DockerClient Build(DockerEndpoint endpoint, TimeSpan limit, Version? version)
    {
        var builder = new DockerClientBuilder().WithEndpoint(endpoint.HttpUri).WithTimeout(limit);
        return (version is null ? builder : builder.WithApiVersion(version))
            .WithTransportOptions(new NativeHttpTransportOptions
            {
                ConfigureHandler = handler =>
                {
                    // A proxy is for the way to the world; the engine is on this host.
                    handler.UseProxy = false;
                    handler.ConnectCallback = async (_, token) => await endpoint.OpenAsync(token);
                    // Looks run side by side; one connection is the event stream's.
                    handler.MaxConnectionsPerServer = 8;
                },
            })
            .Build();
    }
}
