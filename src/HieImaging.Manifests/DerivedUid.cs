using System.Security.Cryptography;
using System.Text;
using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.Manifests;

/// <summary>
/// Identifiers that the same facts always give again: a UUID of version 8 from SHA-256 (RFC 9562 5.8), as UID of root 2.25 or as URN.
/// </summary>
public static class DerivedUid
{
    public static SopInstanceUid Of(params ReadOnlySpan<string> facts) =>
        SopInstanceUid.Parse(Dicom.DicomUID.Of(UuidOf(facts)).UID);

    /// <summary><c>urn:uuid:…</c>.</summary>
    public static string UrnOf(params ReadOnlySpan<string> facts) => "urn:uuid:" + UuidOf(facts).ToString("D");

    private static Guid UuidOf(ReadOnlySpan<string> facts)
    {
        // each fact with its length before it, so that no two lists of facts read alike
        var text = new StringBuilder();
        foreach (var fact in facts)
            text.Append(fact.Length).Append(':').Append(fact);
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
