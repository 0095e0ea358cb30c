using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HieImaging.FhirServer.Searching;

/// <summary>The token of a link to a further page: query and position, packed, then sealed by AES-GCM for one caller and one type. Nobody
/// else can use it, it cannot be changed, and no patient's number stands readable in a URL.</summary>
internal sealed record PageLink(string Query, PagePosition Position)
{
    /// <summary>A longer token would not fit a request line of 8 KiB.</summary>
    private const int LongestToken = 7 * 1024;
    private const int LargestContent = 64 * 1024;
    private const int NonceLength = 12, TagLength = 16;

    /// <summary>The token; null where it would be too long for a URL.</summary>
    internal string? Seal(ReadOnlySpan<byte> secret, string caller, string type)
    {
        var content = Pack(JsonSerializer.SerializeToUtf8Bytes<string[]>([Query, Position.Id, .. Position.SortedBy]));
        var token = new byte[NonceLength + content.Length + TagLength];
        RandomNumberGenerator.Fill(token.AsSpan(0, NonceLength));
        using (var cipher = Cipher(secret))
        {
            cipher.Encrypt(token.AsSpan(0, NonceLength), content, token.AsSpan(NonceLength, content.Length), token.AsSpan(^TagLength..),
                Encoding.UTF8.GetBytes(type + "\n" + caller));
        }
        var text = Base64Url.EncodeToString(token);
        return text.Length <= LongestToken ? text : null;
    }

    /// <summary>Null for everything that <see cref="Seal"/> did not write for this caller and type.</summary>
    internal static PageLink? Open(string text, ReadOnlySpan<byte> secret, string caller, string type)
    {
        if (text.Length > LongestToken || !Base64Url.IsValid(text))
            return null;
        var token = Base64Url.DecodeFromChars(text);
        if (token.Length <= NonceLength + TagLength)
            return null;
        var content = new byte[token.Length - NonceLength - TagLength];
        try
        {
            using var cipher = Cipher(secret);
            cipher.Decrypt(token.AsSpan(0, NonceLength), token.AsSpan(NonceLength, content.Length), token.AsSpan(^TagLength..), content,
                Encoding.UTF8.GetBytes(type + "\n" + caller));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        var fields = JsonSerializer.Deserialize<string[]>(Unpack(content))!;
        return new(fields[0], new(fields[2..], fields[1]));
    }

    private static AesGcm Cipher(ReadOnlySpan<byte> secret)
    {
        Span<byte> key = stackalloc byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, key, [], "fhir page"u8);
        return new AesGcm(key, TagLength);
    }

    private static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize))
            deflate.Write(content);
        return packed.ToArray();
    }

    // Only what this node packed gets here, and that was short.
    private static byte[] Unpack(byte[] packed)
    {
        using var deflate = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
        var content = new byte[LargestContent];
        return content[..deflate.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)];
    }
}
