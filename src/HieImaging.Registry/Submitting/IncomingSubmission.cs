using System.Security.Cryptography;
using System.Text;
using HieImaging.AffinityDomain.Participants;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.Manifests;
using HieImaging.Manifests.KeyObjects;
using HieImaging.Trust.Callers;
using HieImaging.Xds.Metadata;

namespace HieImaging.Registry.Submitting;

/// <summary>A document as it came: its metadata, its bytes, and what was read in them.</summary>
/// <param name="Content">No bytes where it lies elsewhere.</param>
/// <param name="Hash">SHA-1 of the bytes, lower-case hexadecimal (TF-3 4.2.3.2.10).</param>
/// <param name="Reading">Null where it lies elsewhere, in a repository of the custodian's own (ITI-42).</param>
internal sealed record IncomingDocument(DocumentEntry Entry, ReadOnlyMemory<byte> Content, string Hash, KeyObjectReading? Reading)
{
    public bool IsElsewhere => Reading is null;

    public long Size => IsElsewhere ? Entry.Size ?? 0 : Content.Length;

    public string UniqueId => Entry.UniqueId ?? "";

    public IReadOnlyList<Manifest> Manifests => Reading is KeyObjectReading.Manifests read ? read.Of : [];

    /// <summary>
    /// A key object that references nothing: all instances are gone. It says so only in the place of another (RAD TF-2 4.68).
    /// </summary>
    public bool IsEmptied => Refusal?.Code == ManifestRefusal.NoEvidence;

    /// <summary>Why it is no manifest; null when it is one.</summary>
    public ManifestRefusal? Refusal => (Reading as KeyObjectReading.Refused)?.Refusal;
}

/// <summary>A submission by whatever door: ids are UUIDs, every document is read, nothing is judged yet.</summary>
internal sealed record IncomingSubmission
{
    public required Transaction Transaction { get; init; }
    public required Caller Caller { get; init; }

    /// <summary>Who holds the images (principle 4).</summary>
    public required Participant Custodian { get; init; }

    public required Submission Submission { get; init; }
    public required IReadOnlyList<IncomingDocument> Documents { get; init; }

    /// <summary>
    /// Its metadata came from a source, not from the key object: then it is held against the key object and the registry's own patients.
    /// </summary>
    public required bool HasMetadata { get; init; }

    /// <summary>
    /// Sameness of what is submitted: for which custodian, whose documents, which bytes, in the place of what. Times and symbolic ids don't
    /// count.
    /// </summary>
    public required byte[] Digest { get; init; }

    /// <summary>Within which its key objects are read, now or when they are fetched.</summary>
    public ManifestBounds Bounds { get; init; } = ManifestBounds.Default;

    public Domain Domain => Caller.Domain;

    /// <summary>Zone of the times that the custodian writes without an offset.</summary>
    public TimeZoneInfo? Zone => ZoneOf(Custodian);

    public static TimeZoneInfo? ZoneOf(Participant custodian) =>
        custodian.TimeZone is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    /// <summary>Reads every document; CPU only.</summary>
    public static IncomingSubmission Of(
        Transaction transaction, Caller caller, Submission resolved, Func<DocumentEntry, ReadOnlyMemory<byte>> contentOf,
        ManifestBounds bounds)
    {
        var custodian = caller.Domain.CustodianOf(resolved.Set.SourceId, caller.Participant, caller.Client);
        return Of(transaction, caller, custodian, resolved,
            [.. resolved.Entries.Select(entry => Read(entry, contentOf(entry), caller.Domain, custodian, bounds))]);
    }

    /// <summary>A submission of metadata alone: every document lies elsewhere.</summary>
    public static IncomingSubmission Elsewhere(Transaction transaction, Caller caller, Submission resolved, ManifestBounds bounds) =>
        Of(transaction, caller, caller.Domain.CustodianOf(resolved.Set.SourceId, caller.Participant, caller.Client), resolved,
            [.. resolved.Entries.Select(entry => new IncomingDocument(
                entry, ReadOnlyMemory<byte>.Empty, entry.Hash?.ToLowerInvariant() ?? "", null))]) with { Bounds = bounds };

    /// <summary>A document, with what it says under the custodian's terms.</summary>
    public static IncomingDocument Read(
        DocumentEntry entry, ReadOnlyMemory<byte> content, Domain domain, Participant custodian, ManifestBounds bounds)
    {
        var terms = CustodianTerms.Of(domain, custodian, bounds);
        // sourcePatientId names the authority of a PatientID that names none itself
        return new IncomingDocument(entry, content, HashOf(content), KeyObjectReader.Read(content,
            entry.SourcePatient is { } patient ? terms with { DefaultAuthority = patient.Authority } : terms));
    }

    private static IncomingSubmission Of(
        Transaction transaction, Caller caller, Participant custodian, Submission resolved, IReadOnlyList<IncomingDocument> documents) =>
        new()
        {
            Transaction = transaction,
            Caller = caller,
            Custodian = custodian,
            Submission = resolved,
            Documents = documents,
            HasMetadata = true,
            Digest = DigestOf(resolved, custodian, documents),
        };

    /// <summary>SHA-1: no secret hangs on it, it is the checksum that the standard names.</summary>
#pragma warning disable CA5350
    public static string HashOf(ReadOnlyMemory<byte> content) => Convert.ToHexStringLower(SHA1.HashData(content.Span));
#pragma warning restore CA5350

    private static byte[] DigestOf(Submission submission, Participant custodian, IReadOnlyList<IncomingDocument> documents)
    {
        var uniqueIds = submission.Entries.ToDictionary(entry => entry.EntryUuid, entry => entry.UniqueId, StringComparer.Ordinal);
        string NameOf(string id) => uniqueIds.GetValueOrDefault(id) ?? id;
        var lines = documents
            .Select(document =>
                $"document {document.UniqueId} {Sameness(document)} {document.Entry.PatientId} {document.Entry.SourcePatientId}")
            .Concat(submission.Folders.Select(folder => $"folder {folder.UniqueId}"))
            .Concat(submission.Associations
                .Where(one => !one.IsMembership)
                .Select(one => $"{one.Type} {NameOf(one.Source)} {NameOf(one.Target)}"))
            .Append("custodian " + custodian.Id)
            .Order(StringComparer.Ordinal);
        return SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
    }

    private static string Sameness(IncomingDocument document) => document.IsElsewhere
        ? $"{document.Entry.RepositoryUniqueId} {document.Size} {document.Hash}"
        : Convert.ToHexStringLower(SHA256.HashData(document.Content.Span));
}
