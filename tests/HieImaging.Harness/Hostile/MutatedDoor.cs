using System.Text;

namespace HieImaging.Harness.Hostile;

/// <summary>A door whose good requests are mutated: what is mutated of them, in what it is wrapped, and how an answer is read.</summary>
/// <param name="Name">The channel, and the door where it has several.</param>
/// <param name="Words">Of the format.</param>
/// <param name="Good">What is mutated of the good request of this number; no two of them speak of the same study.</param>
/// <param name="Wrap">The whole HTTP request of it; the token is that of the client.</param>
/// <param name="Client">In whose name.</param>
public sealed record MutatedDoor(
    string Name, IReadOnlyList<byte[]> Words, Func<int, byte[]> Good, Func<byte[], string, byte[]> Wrap, string Client)
{
    /// <summary>Reads the answer, as far as HTTP does not tell it.</summary>
    public Func<HostileAnswer, HostileAnswer> Read { get; init; } = answer => answer;

    /// <summary>Whether it is the request's head that is mutated, and not its body: then one request may become two.</summary>
    public bool IsHead { get; init; }

    /// <summary>How many documents the answer says were kept.</summary>
    public Func<HostileAnswer, int> Kept { get; init; } = answer => answer.IsRefused ? 0 : 1;

    /// <summary>Tokens, words and escapes that mean something to readers of text.</summary>
    public static IReadOnlyList<byte[]> TextWords { get; } = Of(
        "\0", "\r\n", "\r\n\r\n", "%00", "%2e%2e%2f", "../", "'", "''; select 1--", "\"", "\\", "<", "&", "&amp;", "&#0;", "%", "%u0000", "\u00ff", "-1", "9999999999999999999999",
        "1e999", "NaN", "null", "true", "{}", "[]", "{", "]", ",", "\\u0000", "\\ud800", "|", "^", "~", "*", "?", "=", ";", ":", "://", "urn:oid:", "urn:uuid:", " ", "\t");

    public static IReadOnlyList<byte[]> Of(params string[] words) => [.. words.Select(Encoding.Latin1.GetBytes)];

    /// <summary>A POST of a body of that type.</summary>
    public static byte[] Post(string path, string contentType, byte[] body, string token) =>
    [
        .. Encoding.Latin1.GetBytes($"POST {path} HTTP/1.1\r\nHost: hie.example\r\nAuthorization: Bearer {token}\r\nContent-Type: {contentType}\r\nContent-Length: {body.Length}\r\n\r\n"),
        .. body,
    ];
}
