using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.RecordLocator.Keys;

/// <summary>
/// Logical ids: keyed hashes, so that an id says nothing of the number behind it and is the same in every process and after every rebuild.
/// 26 characters of base32, 128 bits.
/// </summary>
/// <param name="key">The deployment's secret of 32 bytes (<see cref="Secrets.IdKey"/>).</param>
public sealed class ResourceIds(byte[] key)
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary><c>s-…</c>: a source identity, one authority and one value.</summary>
    public string Source(PatientIdentifier identifier) => "s-" + Hash("source", identifier.Authority.Oid.Text, identifier.Value);

    /// <summary><c>p-…</c>: the person that a source identity is born with.</summary>
    public string Person(string sourceId) => "p-" + Hash("person", sourceId);

    /// <summary>A study at one custodian of one source patient: the same UID elsewhere, or of another patient, is another.</summary>
    public string Study(StudyInstanceUid study, ParticipantId custodian, string sourceId) =>
        Hash("study", study.Text, custodian.Text, sourceId);

    /// <summary>The way into a custodian's images at a location; null: its default archive.</summary>
    public string Endpoint(ParticipantId custodian, RetrieveLocationUid? location) =>
        Hash("endpoint", custodian.Text, location?.Text ?? "");

    /// <summary>A participant's Organization.</summary>
    public string Organization(ParticipantId participant) => Hash("organization", participant.Text);

    /// <summary>A 64-bit key by which a UID, or the beginning of one, is looked up.</summary>
    public static long TextKey(string ascii)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.ASCII.GetBytes(ascii), hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }

    private string Hash(string kind, params ReadOnlySpan<string> parts)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Append(mac, kind);
        foreach (var part in parts)
            Append(mac, part);
        Span<byte> hash = stackalloc byte[32];
        mac.GetHashAndReset(hash);
        return Base32(hash[..16]);
    }

    // Length before text: no two lists of parts are the same bytes.
    private static void Append(IncrementalHash mac, string part)
    {
        var text = Encoding.UTF8.GetBytes(part);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, text.Length);
        mac.AppendData(length);
        mac.AppendData(text);
    }

    private static string Base32(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[(bytes.Length * 8 + 4) / 5];
        int bits = 0, held = 0, at = 0;
        foreach (var value in bytes)
        {
            held = (held << 8) | value;
            for (bits += 8; bits >= 5; bits -= 5)
                text[at++] = Alphabet[(held >> (bits - 5)) & 31];
            held &= (1 << bits) - 1;
        }
        if (bits > 0)
            text[at++] = Alphabet[(held << (5 - bits)) & 31];
        return text[..at].ToString();
    }
}
