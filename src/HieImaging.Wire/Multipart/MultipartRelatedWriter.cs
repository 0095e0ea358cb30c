using System.Security.Cryptography;
using System.Text;

namespace HieImaging.Wire.Multipart;

/// <summary>
/// Writes multipart/related part by part (RFC 2387): <see cref="BeginPartAsync"/>,
/// the body to <see cref="Output"/>, and so on, then <see cref="EndAsync"/>.
/// </summary>
public sealed class MultipartRelatedWriter(Stream output, string boundary)
{
    private bool _begun;

    /// <summary>Where a part's bytes go between its beginning and the next.</summary>
    public Stream Output { get; } = output;

    public string Boundary { get; } = boundary;

    /// <summary>A boundary that nobody guesses, so that no content can hold it on purpose.</summary>
    public static string NewBoundary() => "hie-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>The Content-Type of the whole: <c>multipart/related; type="…"; boundary="…"</c> and what else is given.</summary>
    public static string ContentType(string type, string boundary, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var text = new StringBuilder($"multipart/related; type=\"{type}\"; boundary=\"{boundary}\"");
        foreach (var (name, value) in parameters)
            text.Append("; ").Append(name).Append("=\"").Append(value).Append('"');
        return text.ToString();
    }

    /// <summary>Ends the part before, and writes the boundary and the headers of the next.</summary>
    public async Task BeginPartAsync(IReadOnlyList<(string Name, string Value)> headers, CancellationToken cancellation)
    {
        var text = new StringBuilder(_begun ? "\r\n--" : "--").Append(Boundary).Append("\r\n");
        foreach (var (name, value) in headers)
        {
            if (value.AsSpan().ContainsAny('\r', '\n'))
                throw new ArgumentException("A header's value has a line end.", nameof(headers));
            text.Append(name).Append(": ").Append(value).Append("\r\n");
        }
        _begun = true;
        await Output.WriteAsync(Encoding.UTF8.GetBytes(text.Append("\r\n").ToString()), cancellation);
    }

    /// <summary>Writes the final boundary; without it the receiver must take the body for truncated.</summary>
    public async Task EndAsync(CancellationToken cancellation) =>
        await Output.WriteAsync(Encoding.ASCII.GetBytes($"{(_begun ? "\r\n" : "")}--{Boundary}--\r\n"), cancellation);
}
