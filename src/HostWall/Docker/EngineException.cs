using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Docker.DotNet;

namespace HostWall.Docker;

/// <summary>The Docker engine is away or does not talk like one. The message is a clause that fits behind the endpoint's name.</summary>
public sealed class EngineException(string message, Exception? inner = null) : Exception(message, inner)
{
    private const int ExcerptLength = 200;
    private const string NotAnEngine = "the answer is not that of a Docker engine";

    internal static EngineException Nonsense() => new(NotAnEngine);

    /// <summary>Tells what a failed call came to; null when the failure is not the engine's but ours.</summary>
    internal static EngineException? From(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (Explain(cause) is { } message)
            {
                return cause as EngineException ?? new EngineException(message, failure);
            }
        }

        // The framework reads a stranger's headers, text and compression with whatever these come to.
        return failure is HttpRequestException or IOException or DockerApiException ? new EngineException(failure.Message, failure)
            : failure is InvalidDataException or FormatException or NotSupportedException or ProtocolViolationException or OverflowException
                or (InvalidOperationException and not ObjectDisposedException) ? new EngineException(NotAnEngine, failure)
            : null;
    }

    /// <summary>Tells what it came to when the engine did answer, and so is there, but could not tell of the one thing asked for; null for any other failure.</summary>
    internal static EngineException? FromAnswer(Exception failure)
        => failure is DockerApiException or JsonException or EngineException { Message: NotAnEngine } ? From(failure) : null;

    private static string? Explain(Exception cause) => cause switch
    {
        EngineException own => own.Message,
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "the connection was refused: no engine is running",
        SocketException { SocketErrorCode: SocketError.AccessDenied } => "permission was denied: this has to run as root or in the group docker",
        SocketException { SocketErrorCode: SocketError.ConnectionReset } => "the engine closed the connection",
        SocketException other => other.Message,
        JsonException => NotAnEngine,
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => NotAnEngine,
        HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } => NotAnEngine,
        HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => "the engine closed the connection",
        DockerApiException { StatusCode: var status } api => $"the engine answered {(int)status}{Excerpt(status, api.ResponseBody)}",
        TimeoutException or OperationCanceledException => "the engine does not answer",
        _ => null,
    };

    private static string Excerpt(HttpStatusCode status, string? body)
        => string.IsNullOrWhiteSpace(body) ? $" {status}" : $": {(body.Length <= ExcerptLength ? body : body[..ExcerptLength] + "…").Trim()}";
}
