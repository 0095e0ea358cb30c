using System.Globalization;
using System.Text;
using System.Text.Json;

namespace HieImaging.Fhir.Json;

/// <summary>Where a reader stands, as the FHIRPath of that place; names are kept as ranges of the text until somebody asks.</summary>
internal sealed class StrictPlace
{
    private readonly Frame[] _frames = new Frame[FhirJson.DeepestNesting + 2];

    internal void Moved(ref Utf8JsonReader reader)
    {
        ref var frame = ref _frames[reader.CurrentDepth];
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                frame = new(IsArray: false, 0, (int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
                return;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                return;
        }
        if (frame.IsArray)
            frame = frame with { Index = frame.Index + 1 };
        if (reader.TokenType == JsonTokenType.StartArray)
            _frames[reader.CurrentDepth + 1] = new(IsArray: true, -1, 0, 0);
        else if (reader.TokenType == JsonTokenType.StartObject)
            _frames[reader.CurrentDepth + 1] = default;
        Depth = reader.CurrentDepth;
    }

    private int Depth { get; set; }

    /// <summary><c>ImagingStudy.series[0].uid</c>; it stops before a name that is no plain word.</summary>
    internal string? Expression(ReadOnlySpan<byte> utf8)
    {
        var path = new StringBuilder(ResourceTypeName.In(utf8));
        for (var depth = 1; depth <= Depth; depth++)
        {
            var frame = _frames[depth];
            var name = utf8.Slice(frame.Start, frame.Length);
            if (frame.IsArray)
                path.Append(CultureInfo.InvariantCulture, $"[{Math.Max(frame.Index, 0)}]");
            else if (IsWord(name))
                path.Append(path.Length > 0 ? "." : "").Append(Encoding.ASCII.GetString(name));
            else
                break;
        }
        return path.Length > 0 ? path.ToString() : null;
    }

    private static bool IsWord(ReadOnlySpan<byte> name)
    {
        foreach (var one in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)one) && one != '_')
                return false;
        }
        return name.Length is > 0 and <= 64;
    }

    private readonly record struct Frame(bool IsArray, int Index, int Start, int Length);
}
