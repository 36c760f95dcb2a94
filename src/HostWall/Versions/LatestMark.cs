using System.Text.Json;

namespace HostWall.Versions;

/// <summary>
/// <c>versions/latest.json</c>: the end of the chain. A record is vouched for by the one after it; this vouches for the
/// newest, without which a lost newest version would go unnoticed and its number be given twice.
/// </summary>
internal sealed record LatestMark(int Number, string? MetaSha256)
{
    public const string FileName = "latest.json";

    /// <summary>Before the first version.</summary>
    public static LatestMark Nothing { get; } = new(0, null);

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, StateJson.Pretty.LatestMark);

    /// <summary>The mark, or null when there is none that can be read.</summary>
    public static LatestMark? Read(string versionsFolder)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(versionsFolder, FileName)), StateJson.Pretty.LatestMark);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null; // the chain says then that nothing vouches for the newest
        }
    }
}
