using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using HostWall.Control.Messages;

namespace HostWall.Control;

/// <summary>The shapes that the control socket speaks. They are documented and only ever grow; control characters are escaped always.</summary>
[JsonSerializable(typeof(Refusal))]
[JsonSerializable(typeof(PolicyRequest))]
[JsonSerializable(typeof(CheckReport))]
[JsonSerializable(typeof(ApplyRequest))]
[JsonSerializable(typeof(RollbackRequest))]
[JsonSerializable(typeof(SwitchRequest))]
[JsonSerializable(typeof(ChangeReport))]
[JsonSerializable(typeof(HistoryReport))]
[JsonSerializable(typeof(VersionReport))]
[JsonSerializable(typeof(DiffReport))]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(PlanReport))]
[JsonSerializable(typeof(EndpointsReport))]
[JsonSerializable(typeof(ExplainRequest))]
[JsonSerializable(typeof(ExplainReport))]
[JsonSerializable(typeof(MatrixReport))]
[JsonSerializable(typeof(CountersReport))]
[JsonSerializable(typeof(NamesReport))]
[JsonSerializable(typeof(ProbesReport))]
[JsonSerializable(typeof(LiveReport))]
internal sealed partial class ControlJson : JsonSerializerContext
{
    public static ControlJson Shapes { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // unsafe only inside HTML: "->" and names stay readable
    });
}
