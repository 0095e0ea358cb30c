using System.Text;

namespace HieImaging.Fhir.Search;

/// <summary>Decoding that refuses instead of guessing: overlong or broken UTF-8, stray percent signs and control characters are no
/// text.</summary>
internal static class PercentEncoding
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The decoded text, a plus sign as space (application/x-www-form-urlencoded); null where it is none.</summary>
    internal static string? Decode(string encoded)
    {
        var bytes = new byte[encoded.Length * 3];
        var length = 0;
        for (var at = 0; at < encoded.Length; at++)
        {
            switch (encoded[at])
            {
                case '+':
                    bytes[length++] = (byte)' ';
                    break;
                case '%' when at + 2 < encoded.Length && char.IsAsciiHexDigit(encoded[at + 1]) && char.IsAsciiHexDigit(encoded[at + 2]):
                    bytes[length++] = Convert.FromHexString(encoded.AsSpan(at + 1, 2))[0];
                    at += 2;
                    break;
                case '%':
                    return null;
                case var one when char.IsSurrogatePair(encoded, at):
                    length += Encoding.UTF8.GetBytes([one, encoded[++at]], bytes.AsSpan(length));
                    break;
                case var one when char.IsSurrogate(one):
                    return null;
                case var one:
                    length += Encoding.UTF8.GetBytes([one], bytes.AsSpan(length));
                    break;
            }
        }
        return Text(bytes.AsSpan(0, length));
    }

    private static string? Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var text = Strict.GetString(bytes);
            return text.Any(char.IsControl) ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
