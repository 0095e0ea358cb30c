using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace HieImaging.Trust.Tokens;

/// <summary>
/// A JWS in compact form, read strictly before anybody looks at its signature (RFC 7515 3.1, RFC 8725): three canonical base64url parts,
/// each JSON member once, and no header beyond the few that we act on. A header that names keys (<c>jwk jku x5u x5c</c>) or extensions
/// (<c>crit b64 zip</c>) refuses the whole: it is never fetched or believed.
/// </summary>
public sealed record CompactJws
{
    /// <summary>The longest token that is read.</summary>
    public const int Limit = 8192;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    private CompactJws(string text, JsonElement payload) => (Text, Payload) = (text, payload);

    public string Text { get; }

    public string Algorithm { get; private init; } = "";

    public string? Type { get; private init; }

    public string? KeyId { get; private init; }

    /// <summary>A JSON object.</summary>
    public JsonElement Payload { get; }

    public static bool TryRead(string? text, [NotNullWhen(true)] out CompactJws? jws)
    {
        jws = null;
        if (text is null || text.Length > Limit)
            return false;
        var parts = text.Split('.', 4);
        if (parts.Length != 3
            || Decode(parts[0]) is not { } head
            || Decode(parts[1]) is not { } body
            || Decode(parts[2]) is not { Length: > 0 })
            return false;
        if (Object(head) is not { } header || Object(body) is not { } payload)
            return false;
        string? algorithm = null, type = null, key = null;
        foreach (var member in header.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.String)
                return false;
            switch (member.Name)
            {
                case "alg": algorithm = member.Value.GetString(); break;
                case "typ": type = member.Value.GetString(); break;
                case "kid": key = member.Value.GetString(); break;
                default: return false;
            }
        }
        if (algorithm is null)
            return false;
        jws = new CompactJws(text, payload) { Algorithm = algorithm, Type = type, KeyId = key };
        return true;
    }

    /// <summary>A claim that is a string; null where it is absent or something else.</summary>
    public string? TextOf(string claim) =>
        Payload.TryGetProperty(claim, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A NumericDate in whole seconds between 1970 and 9999; null for anything else (RFC 7519 2; <c>1e308</c> is
    /// nothing).</summary>
    public DateTimeOffset? TimeOf(string claim) =>
        Payload.TryGetProperty(claim, out var value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out var seconds) && seconds is >= 0 and <= 253402300799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>Whether a time claim is there at all, whatever it is.</summary>
    public bool Holds(string claim) => Payload.TryGetProperty(claim, out _);

    // Only the one way to write the bytes is accepted: no padding, no white space, no loose bits (signature malleability in caches).
    private static byte[]? Decode(string part)
    {
        if (part.Length % 4 == 1 || part.Any(c => !(char.IsAsciiLetterOrDigit(c) || c is '-' or '_')))
            return null;
        try
        {
            var bytes = Base64Url.DecodeFromChars(part);
            return Base64Url.EncodeToString(bytes) == part ? bytes : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static JsonElement? Object(byte[] utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object && IsText(document.RootElement)
                ? document.RootElement.Clone()
                : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // Strings are decoded when they are asked for: ill-formed UTF-8 and lone surrogates are found here, not later.
    private static bool IsText(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString() is not null,
        JsonValueKind.Array => element.EnumerateArray().All(IsText),
        JsonValueKind.Object => element.EnumerateObject().All(member => member.Name is not null && IsText(member.Value)),
        _ => true,
    };
}
