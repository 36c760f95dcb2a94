using System.Text.Json;
using System.Text.Json.Serialization;
using HostWall.Core;
using HostWall.Versions;

namespace HostWall.Daemon;

/// <summary>
/// The file <c>foreign-bridges.json</c> of the state folder: bridges that were last known not to be Docker's. Without it a boot would cut the
/// machines behind them off until Docker has said which bridges are its own.
/// </summary>
public sealed class RememberedBridges
{
    private readonly string _path;

    public RememberedBridges(string stateFolder)
    {
        _path = Path.Combine(stateFolder, "foreign-bridges.json");
        Names = Read(_path);
    }

    public EquatableArray<string> Names { get; private set; }

    /// <summary>Writes only what is new.</summary>
    /// <exception cref="StateFailedException">The disk did not take it.</exception>
    public void Remember(EquatableArray<string> names)
    {
        if (names != Names)
        {
            DurableFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes([.. names], RememberedBridgesJson.Default.StringArray));
            Names = names;
        }
    }

    /// <summary>A file that cannot be read names no bridge: closed.</summary>
    private static EquatableArray<string> Read(string path)
    {
        try
        {
            return File.Exists(path) ? [.. JsonSerializer.Deserialize(File.ReadAllBytes(path), RememberedBridgesJson.Default.StringArray) ?? []] : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }
}

[JsonSerializable(typeof(string[]))]
internal sealed partial class RememberedBridgesJson : JsonSerializerContext;
