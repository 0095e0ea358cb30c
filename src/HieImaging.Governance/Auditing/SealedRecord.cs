namespace HieImaging.Governance.Auditing;

/// <summary>A seal with the record that it names, as they lie in the store.</summary>
/// <param name="Body">The record's canonical bytes; null when the record has gone.</param>
/// <param name="ColumnsAgree">Whether the record's columns say what its bytes say.</param>
public sealed record SealedRecord(long Position, Guid Record, byte[] Hash, byte[]? Body, bool ColumnsAgree);
