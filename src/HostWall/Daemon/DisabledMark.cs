using System.Text.Json;
using System.Text.Json.Serialization;
using HostWall.Versions;

namespace HostWall.Daemon;

/// <summary>Who broke the glass, when and why.</summary>
public sealed record Disabling(DateTimeOffset Time, Who Who, string Why);

/// <summary>The file <c>disabled.json</c> of the state folder: while it is there no rule is put into the kernel, over restarts and reboots too.</summary>
public sealed class DisabledMark(string stateFolder)
{
    private readonly string _path = Path.Combine(stateFolder, "disabled.json");

    /// <summary>Null where HostWall is not disabled. A mark that cannot be read does not count: it would leave the host open.</summary>
    public Disabling? Read()
    {
        try
        {
            var disabling = File.Exists(_path) ? JsonSerializer.Deserialize(File.ReadAllBytes(_path), DisablingJson.Default.Disabling) : null;
            return disabling is { Who.User: not null, Why: not null } ? disabling : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <exception cref="StateFailedException">The disk did not take it.</exception>
    public void Write(Disabling disabling) => DurableFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(disabling, DisablingJson.Default.Disabling));

    /// <exception cref="StateFailedException">The disk did not let go of it.</exception>
    public void Remove()
    {
        var files = new DurableFiles();
        files.Delete(_path);
        files.SyncFolder(Path.GetDirectoryName(_path)!);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Disabling))]
internal sealed partial class DisablingJson : JsonSerializerContext;
