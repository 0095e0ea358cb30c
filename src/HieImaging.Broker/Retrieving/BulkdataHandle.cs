using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.Broker.Retrieving;

/// <summary>
/// The address of bulk data as the node gives it: a mark of the archive and the archive's own path, sealed to the instance in whose metadata
/// it stood. Nobody can make one, carry one over to another instance, or read from it where the archive is. What is taken back is so for its
/// bulk data too: the instance in the address is looked up at every request, and a handle opens at its own alone.
/// </summary>
/// <param name="key">Secret bytes, the same in every process.</param>
internal sealed class BulkdataHandle(byte[] key)
{
    public const string SecretName = "bulkdata-handle-key";

    private const int MacBytes = 16;

    /// <param name="studyId">Logical id of the registered study.</param>
    /// <param name="series">Of the address that the handle stands in.</param>
    /// <param name="instance">Of the address that the handle stands in.</param>
    /// <param name="root">The archive's registered root.</param>
    /// <param name="path">Below that root.</param>
    public string Write(string studyId, SeriesInstanceUid series, SopInstanceUid instance, string root, string path)
    {
        var text = Encoding.UTF8.GetBytes($"{Mark(root)}\n{path}");
        var mac = Mac(studyId, series, instance, text);
        return Base64Url.EncodeToString([.. mac, .. text]);
    }

    /// <summary>The archive's mark and the path; null where the handle was not made here for that instance.</summary>
    public (string Mark, string Path)? Read(string studyId, SeriesInstanceUid series, SopInstanceUid instance, string handle)
    {
        if (handle.Length > 4096 || !Base64Url.IsValid(handle))
            return null;
        var bytes = Base64Url.DecodeFromChars(handle);
        if (bytes.Length <= MacBytes
            || !CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, MacBytes), Mac(studyId, series, instance, bytes.AsSpan(MacBytes))))
            return null;
        var parts = Encoding.UTF8.GetString(bytes.AsSpan(MacBytes)).Split('\n');
        return parts is [var mark, var path] ? (mark, path) : null;
    }

    /// <summary>The part of an archive's address below its root; null where it points elsewhere or climbs out.</summary>
    public static string? Below(string root, string address)
    {
        if (!Uri.TryCreate(new Uri(root.TrimEnd('/') + "/"), address, out var uri)
            || !Uri.TryCreate(root.TrimEnd('/') + "/", UriKind.Absolute, out var below))
            return null;
        // An archive may name itself by another host; what it cannot do is send us to another place: only its path counts.
        return uri.AbsolutePath.StartsWith(below.AbsolutePath, StringComparison.Ordinal)
            ? uri.PathAndQuery[below.AbsolutePath.Length..]
            : null;
    }

    private byte[] Mac(string studyId, SeriesInstanceUid series, SopInstanceUid instance, ReadOnlySpan<byte> text)
    {
        byte[] sealedText = [.. Encoding.UTF8.GetBytes($"{studyId}\n{series.Text}\n{instance.Text}\n"), .. text];
        return HMACSHA256.HashData(key, sealedText)[..MacBytes];
    }

    /// <summary>Only roots that are registered now are asked, whatever a handle says: the custodian's archive of that mark.</summary>
    public string? RootOf(AffinityDomain.Participants.Domain domain, ParticipantId custodian, string mark) =>
        domain.Participant(custodian.Text)?.Archives
            .Select(archive => archive.DicomWeb?.TrimEnd('/'))
            .FirstOrDefault(root => root is not null && Mark(root) == mark);

    // A handle is decoded by anybody: no host and port in it, not even as a hash that could be guessed.
    private string Mark(string root) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(root.TrimEnd('/'))).AsSpan(0, 9));
}
