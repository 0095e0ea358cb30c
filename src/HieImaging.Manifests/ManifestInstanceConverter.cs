using System.Text.Json;
using System.Text.Json.Serialization;
using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.Manifests;

/// <summary>An instance as the serializer itself would write it, in a third of its time: a manifest is mostly instances.</summary>
internal sealed class ManifestInstanceConverter : JsonConverter<ManifestInstance>
{
    private static readonly JsonEncodedText Uid = JsonEncodedText.Encode("uid"), SopClass = JsonEncodedText.Encode("sopClass"),
        Number = JsonEncodedText.Encode("number"), Frames = JsonEncodedText.Encode("frames"), Title = JsonEncodedText.Encode("title");

    public override ManifestInstance Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var (uid, sopClass, title) = ((string?)null, "", (string?)null);
        int? number = null, frames = null;
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("An instance is an object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(Uid.EncodedUtf8Bytes))
                uid = Text(ref reader);
            else if (reader.ValueTextEquals(SopClass.EncodedUtf8Bytes))
                sopClass = Text(ref reader) ?? "";
            else if (reader.ValueTextEquals(Number.EncodedUtf8Bytes))
                number = Count(ref reader);
            else if (reader.ValueTextEquals(Frames.EncodedUtf8Bytes))
                frames = Count(ref reader);
            else if (reader.ValueTextEquals(Title.EncodedUtf8Bytes))
                title = Text(ref reader);
            else
                reader.Skip();
        }
        return SopInstanceUid.TryParse(uid, out var parsed)
            ? new ManifestInstance(parsed, sopClass, number, frames, title)
            : throw new JsonException("A malformed identifier.");
    }

    public override void Write(Utf8JsonWriter writer, ManifestInstance value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(Uid, value.Uid.Text);
        writer.WriteString(SopClass, value.SopClass);
        if (value.Number is { } number)
            writer.WriteNumber(Number, number);
        if (value.Frames is { } frames)
            writer.WriteNumber(Frames, frames);
        if (value.Title is { } title)
            writer.WriteString(Title, title);
        writer.WriteEndObject();
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Null ? null : reader.GetString();
    }

    private static int? Count(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Null ? null : reader.GetInt32();
    }
}
