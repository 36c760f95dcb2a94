using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HostWall.Versions;

/// <summary>The JSON of the state folder. Control characters are escaped always, so that `cat` shows hostile names as they are.</summary>
[JsonSerializable(typeof(VersionRecord))]
[JsonSerializable(typeof(LatestMark))]
[JsonSerializable(typeof(JournalEntry))]
internal sealed partial class StateJson : JsonSerializerContext
{
    /// <summary>For files that people open: indented.</summary>
    public static StateJson Pretty { get; } = new(ShapedBy(indented: true));

    /// <summary>For the journal: one line a value.</summary>
    public static StateJson Line { get; } = new(ShapedBy(indented: false));

    private static JsonSerializerOptions ShapedBy(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = indented,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // unsafe only inside HTML: "->" and names stay readable
        Converters = { new UtcMilliseconds(), new Texts(), new JsonStringEnumConverter<JournalKind>(JsonNamingPolicy.CamelCase) },
    };
}
