using System.Text.Json.Serialization;

namespace HostWall.Docker;

/// <summary>A line of Docker's event stream, as far as it matters here.</summary>
internal sealed record EngineEvent(string? Type, string? Action, EngineActor? Actor)
{
    /// <summary>Signals, health checks and commands run inside a container say nothing about what exists.</summary>
    public static readonly string[] Actions =
        ["create", "start", "die", "destroy", "rename", "update", "connect", "disconnect", "reload"];

    public static readonly string[] Types = ["container", "network", "daemon"];
}

/// <param name="Id">The container, or the network.</param>
internal sealed record EngineActor([property: JsonPropertyName("ID")] string? Id, Dictionary<string, string>? Attributes)
{
    public string? this[string attribute] => Attributes?.GetValueOrDefault(attribute);
}

[JsonSerializable(typeof(EngineEvent))]
internal sealed partial class EngineJson : JsonSerializerContext;
