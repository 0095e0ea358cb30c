using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HieImaging.Governance.Auditing;

/// <summary>"The chain had this hash at this position at this time", signed (ES256): who re-hashes the whole chain still can't sign
/// it.</summary>
public sealed record AuditCheckpoint(long Position, byte[] Hash, DateTimeOffset SignedAt, string KeyId, byte[] Signature)
{
    public static AuditCheckpoint Sign(long position, byte[] hash, DateTimeOffset at, string keyId, ECDsa key) =>
        new(position, hash, at, keyId, key.SignData(Content(position, hash, at, keyId), HashAlgorithmName.SHA256));

    public bool IsSignedBy(ECDsa key) => key.VerifyData(Content(Position, Hash, SignedAt, KeyId), Signature, HashAlgorithmName.SHA256);

    /// <summary>The line of the witness file: position, hash, time, key and signature with a space between.</summary>
    public string ToLine() => string.Create(CultureInfo.InvariantCulture,
        $"{Position} {Convert.ToHexStringLower(Hash)} {SignedAt.ToUnixTimeMilliseconds()} {KeyId} {Convert.ToHexStringLower(Signature)}");

    /// <summary>Null for a line that is none.</summary>
    public static AuditCheckpoint? ReadLine(string line)
    {
        if (line.Split(' ') is not [var position, var hash, var time, var key, var signature]
            || !long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) || milliseconds > 253402300799999
            || !hash.All(char.IsAsciiHexDigit) || hash.Length != 64 || !signature.All(char.IsAsciiHexDigit) || signature.Length != 128)
            return null;
        return new AuditCheckpoint(
            at, Convert.FromHexString(hash), DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), key, Convert.FromHexString(signature));
    }

    private static byte[] Content(long position, byte[] hash, DateTimeOffset at, string keyId) => Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture,
            $"hie-audit-checkpoint\n{position}\n{Convert.ToHexStringLower(hash)}\n{at.ToUnixTimeMilliseconds()}\n{keyId}\n"));
}
