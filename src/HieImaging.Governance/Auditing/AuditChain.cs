using System.Security.Cryptography;

namespace HieImaging.Governance.Auditing;

/// <summary>The chain's arithmetic: the hash at a position is SHA-256 of the hash before it and the record's own bytes. Pure.</summary>
public static class AuditChain
{
    /// <summary>What stands before position 1.</summary>
    public static byte[] Origin { get; } = new byte[SHA256.HashSizeInBytes];

    public static byte[] Next(byte[] previous, ReadOnlySpan<byte> record)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        hash.AppendData(record);
        return hash.GetHashAndReset();
    }
}
