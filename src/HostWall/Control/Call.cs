using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using HostWall.Daemon;

namespace HostWall.Control;

/// <summary>One call that was let in.</summary>
internal sealed record Call(Caller Caller, Func<string, string?> Query, ReadOnlyMemory<byte> Body)
{
    /// <summary>The body in its shape.</summary>
    /// <exception cref="BadCallException">It has another.</exception>
    public T Read<T>(JsonTypeInfo<T> shape)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(Body.Span, shape) ?? throw new BadCallException("the body is null");
        }
        catch (JsonException e)
        {
            throw new BadCallException($"the body is not what this path takes: {e.Message}");
        }
    }

    /// <summary>A version's number out of the query; null where it is not given.</summary>
    /// <exception cref="BadCallException">It is no number.</exception>
    public int? Version(string key) => Query(key) switch
    {
        null => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        _ => throw new BadCallException($"{key} is to be the number of a version"),
    };

    /// <exception cref="BadCallException">It is neither true nor false.</exception>
    public bool Flag(string key) => Query(key) switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw new BadCallException($"{key} is to be true or false"),
    };
}

/// <summary>A call that does not make sense; whoever sent it is told so.</summary>
internal sealed class BadCallException(string message) : Exception(message);
