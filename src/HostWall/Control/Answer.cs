using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using HostWall.Control.Messages;

namespace HostWall.Control;

/// <summary>What goes back to a caller: a status and one JSON document.</summary>
internal sealed record Answer(int Status, ReadOnlyMemory<byte> Json)
{
    public static Answer Of<T>(T document, JsonTypeInfo<T> shape) => new(200, Line(document, shape));

    public static Answer Of(Refusal refusal) => new(StatusOf(refusal.Kind), Line(refusal, ControlJson.Shapes.Refusal));

    public static Answer Refuse(string kind, string message) => Of(Refusal.Of(kind, message));

    private static int StatusOf(string kind) => kind switch
    {
        RefusalKind.BadRequest => 400,
        RefusalKind.NotAllowed => 403,
        RefusalKind.NotFound => 404,
        RefusalKind.Policy or RefusalKind.Tests => 422,
        _ => 503,
    };

    private static byte[] Line<T>(T document, JsonTypeInfo<T> shape) => [.. JsonSerializer.SerializeToUtf8Bytes(document, shape), (byte)'\n'];
}
