using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using HostWall.Control.Messages;

namespace HostWall.Control;

/// <summary>The daemon's answer.</summary>
internal abstract record Reply<T>
{
    private Reply()
    {
    }

    /// <param name="Json">The document as the daemon sent it.</param>
    public sealed record Given(T Document, string Json) : Reply<T>;

    /// <param name="Json">As the daemon sent it, or as it would have.</param>
    public sealed record Refused(Refusal Refusal, string Json) : Reply<T>;
}

/// <summary>Asks the daemon over its socket.</summary>
internal sealed class ControlClient : IDisposable
{
    /// <summary>Longer than the daemon gives nft, so that the daemon's own message arrives.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly HttpClient _http;
    private readonly string _socketPath;

    public ControlClient(string socketPath, TimeSpan? patience = null)
    {
        _socketPath = socketPath;
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) => await ConnectAsync(cancellation),
            UseProxy = false,
        })
        {
            BaseAddress = new Uri("http://hostwall"),
            Timeout = patience ?? Patience,
        };
    }

    public Task<Reply<T>> GetAsync<T>(string pathAndQuery, JsonTypeInfo<T> shape, CancellationToken cancellation)
        => SendAsync(new HttpRequestMessage(HttpMethod.Get, pathAndQuery), shape, cancellation);

    /// <summary>Blocks, for at most the client's patience; for those who may not wait otherwise.</summary>
    public Reply<T> Get<T>(string path, JsonTypeInfo<T> shape)
    {
        var answer = GetAsync(path, shape, CancellationToken.None);
        return answer.GetAwaiter().GetResult();
    }

    public Task<Reply<T>> PostAsync<TBody, T>(
        string path, TBody body, JsonTypeInfo<TBody> bodyShape, JsonTypeInfo<T> shape, CancellationToken cancellation)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, bodyShape));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = content }, shape, cancellation);
    }

    public void Dispose() => _http.Dispose();

    private async Task<Reply<T>> SendAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> shape, CancellationToken cancellation)
    {
        try
        {
            using var response = await _http.SendAsync(request, cancellation);
            var json = await response.Content.ReadAsStringAsync(cancellation);
            if (response.StatusCode == HttpStatusCode.InternalServerError)
            {
                return Refuse<T>(Refusal.Of(RefusalKind.Failed, "the daemon failed on this call, which is a fault of hostwall; see `journalctl -u hostwall`"));
            }

            return response.StatusCode == HttpStatusCode.OK
                ? new Reply<T>.Given(Read(json, shape), json)
                : new Reply<T>.Refused(Read(json, ControlJson.Shapes.Refusal), json);
        }
        catch (HttpRequestException e)
        {
            return Refuse<T>(e.InnerException is SocketException { SocketErrorCode: SocketError.AccessDenied }
                ? Refusal.Of(RefusalKind.NotAllowed, $"you may not open {_socketPath}: it takes root, or group {AccessRules.Readers} to read and group {AccessRules.Administrators} as well to change")
                : Unreachable(e.InnerException is SocketException socket ? Reason(socket) : e.Message));
        }
        catch (JsonException e)
        {
            return Refuse<T>(Unreachable($"what answers there does not speak as this hostwall does ({e.Message})"));
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Refuse<T>(Unreachable($"no answer within {_http.Timeout.TotalSeconds:0.#} s"));
        }
    }

    private async Task<NetworkStream> ConnectAsync(CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_socketPath), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (ArgumentException e) // longer than a socket's path can be
        {
            socket.Dispose();
            throw new HttpRequestException(e.Message, e);
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    private Refusal Unreachable(string reason)
        => Refusal.Of(RefusalKind.Unreachable, $"the daemon cannot be reached on {_socketPath}: {reason}; see `systemctl status hostwall`");

    private static Reply<T> Refuse<T>(Refusal refusal)
        => new Reply<T>.Refused(refusal, JsonSerializer.Serialize(refusal, ControlJson.Shapes.Refusal) + "\n");

    /// <summary>.NET says "cannot assign requested address" of a socket file that is not there.</summary>
    private static string Reason(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.AddressNotAvailable => "there is no such socket",
        SocketError.ConnectionRefused => "nobody listens",
        _ => e.Message,
    };

    private static T Read<T>(string json, JsonTypeInfo<T> shape) => JsonSerializer.Deserialize(json, shape) ?? throw new JsonException("null");
}
