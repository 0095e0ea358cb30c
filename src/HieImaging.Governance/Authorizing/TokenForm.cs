using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HieImaging.Governance.Authorizing;

/// <summary>A form of few short fields, each once (RFC 6749 3.2): anything else is a malformed request.</summary>
internal sealed class TokenForm
{
    private const int Largest = 64 * 1024;

    private static readonly FormOptions Bounds = new()
    {
        BufferBodyLengthLimit = Largest,
        KeyLengthLimit = 64,
        ValueLengthLimit = 32 * 1024,
        ValueCountLimit = 32,
        MemoryBufferThreshold = Largest,
    };

    private readonly IFormCollection _fields;

    private TokenForm(IFormCollection fields) => _fields = fields;

    /// <summary>The field; null when it is absent or empty.</summary>
    public string? this[string name] => _fields.TryGetValue(name, out var values) && values[0] is { Length: > 0 } value ? value : null;

    /// <summary>Null when the body is no such form.</summary>
    public static async Task<TokenForm?> ReadAsync(HttpContext http, CancellationToken cancellation)
    {
        if (http.Request.ContentType?.Split(';')[0].Trim() is not "application/x-www-form-urlencoded"
            || http.Request.ContentLength > Largest)
            return null;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = Largest;
        try
        {
            var fields = await http.Request.ReadFormAsync(Bounds, cancellation);
            return fields.All(field => field.Value.Count == 1) ? new TokenForm(fields) : null;
        }
        catch (Exception failure) when (failure is InvalidDataException or BadHttpRequestException or DecoderFallbackException)
        {
            return null;
        }
    }
}
