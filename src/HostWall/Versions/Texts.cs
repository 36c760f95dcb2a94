using System.Text.Json;
using System.Text.Json.Serialization;
using HostWall.Core;

namespace HostWall.Versions;

/// <summary>A list of texts as a JSON array; the serializer by itself can write an EquatableArray, but not read one.</summary>
internal sealed class Texts : JsonConverter<EquatableArray<string>>
{
    public override EquatableArray<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var texts = new List<string>();
        Expect(reader.TokenType == JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(reader.TokenType == JsonTokenType.String);
            texts.Add(reader.GetString()!); // a string token is never null
        }

        return [.. texts];
    }

    public override void Write(Utf8JsonWriter writer, EquatableArray<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var text in value)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private static void Expect(bool holds)
    {
        if (!holds)
        {
            throw new JsonException("a list of texts was expected");
        }
    }
}
