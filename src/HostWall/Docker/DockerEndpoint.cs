using System.Net.Sockets;
using System.Text;

namespace HostWall.Docker;

/// <summary>Where the Docker engine of this host listens: a Unix socket.</summary>
public sealed record DockerEndpoint
{
    /// <summary>What <see cref="ParseOrNull"/> takes: the end of "is to be …".</summary>
    public const string Expected = "the address of a Unix socket, as unix:///run/docker.sock";

    /// <summary>What Docker's own address of a socket begins with; the path's own slash comes after it.</summary>
    private const string Scheme = "unix://";

    /// <summary>The kernel's limit, with the 0 that ends the path left out.</summary>
    private const int LongestPath = 107;

    private DockerEndpoint(string path) => Path = path;

    public string Path { get; }

    internal Uri HttpUri { get; } = new("http://docker");

    /// <summary>Reads <c>unix:///PATH</c>, to the letter as Docker's own tools do; null for anything else.</summary>
    public static DockerEndpoint? ParseOrNull(string? text)
        => text is not null && text.StartsWith(Scheme, StringComparison.Ordinal) && text[Scheme.Length..] is ['/', _, ..] path && CanBeBound(path)
            ? new DockerEndpoint(path)
            : null;

    public override string ToString() => Scheme + Path;

    internal async Task<Stream> OpenAsync(CancellationToken cancellation)
    {
        // The framework reports a missing socket as "Cannot assign requested address".
        if (!File.Exists(Path))
        {
            throw new EngineException($"the socket {Path} does not exist");
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool CanBeBound(string path) => Encoding.UTF8.GetByteCount(path) <= LongestPath && !path.Contains('\0', StringComparison.Ordinal);
}
