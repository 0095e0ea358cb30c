using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace HieImaging.Registry.Receiving;

/// <summary>The answer of STOW-RS as application/dicom+json (PS3.18 10.5.3, F.2): 200 all, 202 some or with warnings, 409 none.</summary>
internal static class StoreAnswer
{
    // Coercion or similar: the object is stored, something of it was remarked on (PS3.18 table 10.5.3-1)
    private const int Warned = 0xB007;

    public static async Task Write(HttpContext http, IReadOnlyList<StoredKeyObject> objects)
    {
        http.Response.StatusCode = objects.Count(one => one.Failure is not null) is var failed && failed == objects.Count
            ? StatusCodes.Status409Conflict
            : failed > 0 || objects.Any(one => one.Warned) ? StatusCodes.Status202Accepted : StatusCodes.Status200OK;
        http.Response.ContentType = "application/dicom+json";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        Sequence(json, "00081198", [.. objects.Where(one => one.Failure is not null)], "00081197", one => (int?)one.Failure);
        Sequence(json, "00081199", [.. objects.Where(one => one.Failure is null)], "00081196", one => one.Warned ? Warned : null);
        json.WriteEndObject();
        await json.FlushAsync(http.RequestAborted);
    }

    private static void Sequence(
        Utf8JsonWriter json, string tag, IReadOnlyList<StoredKeyObject> objects, string reasonTag, Func<StoredKeyObject, int?> reason)
    {
        if (objects.Count == 0)
            return;
        json.WriteStartObject(tag);
        json.WriteString("vr", "SQ");
        json.WriteStartArray("Value");
        foreach (var one in objects)
        {
            json.WriteStartObject();
            Element(json, "00081150", one.SopClassUid);
            Element(json, "00081155", one.SopInstanceUid);
            if (reason(one) is { } code)
            {
                json.WriteStartObject(reasonTag);
                json.WriteString("vr", "US");
                json.WriteStartArray("Value");
                json.WriteNumberValue(code);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Element(Utf8JsonWriter json, string tag, string? uid)
    {
        json.WriteStartObject(tag);
        json.WriteString("vr", "UI");
        if (uid is not null)
        {
            json.WriteStartArray("Value");
            json.WriteStringValue(uid);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }
}
