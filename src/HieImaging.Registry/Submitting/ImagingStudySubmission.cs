using System.Security.Cryptography;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.Manifests;
using HieImaging.Manifests.DocumentEntries;
using HieImaging.Manifests.KeyObjects;
using HieImaging.Trust.Callers;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Registry.Submitting;

/// <summary>
/// An ImagingStudy by the FHIR door is a document like a key object: its bytes as they came, an entry made of what it says, and in the
/// place of another where it is an update.
/// </summary>
internal static class ImagingStudySubmission
{
    public static readonly Code Format = new("ImagingStudy", "http://hl7.org/fhir/resource-types", "ImagingStudy");

    /// <summary>uniqueId of the document: the same bytes of the same custodian, in the place of the same document, are the same.</summary>
    /// <param name="replaces">entryUUID; null: a new one.</param>
    public static SopInstanceUid UniqueIdOf(Participant custodian, ReadOnlySpan<byte> content, string? replaces) =>
        DerivedUid.Of("imaging-study", custodian.Id, Convert.ToHexStringLower(SHA256.HashData(content)), replaces ?? "");

    /// <param name="labels">Of <c>meta.security</c>.</param>
    public static IncomingSubmission Of(
        Transaction transaction, Caller caller, Participant custodian, ReadOnlyMemory<byte> content, string mimeType,
        KeyObjectReading reading, IReadOnlyList<Code> labels, string? replaces, DateTimeOffset now)
    {
        var unique = UniqueIdOf(custodian, content.Span, replaces);
        var made = reading is KeyObjectReading.Manifests read
            ? DocumentEntryWriter.Write(
                read.Of, content.Span, KeyObjectSubmission.Facts(read.Of[0], caller.Domain, custodian, now)).Entries[0]
            : new DocumentEntry { EntryUuid = DocumentEntryWriter.EntryUuidOf(unique), UniqueId = unique.Text };
        var entry = made with
        {
            MimeType = mimeType,
            FormatCode = Format,
            ConfidentialityCodes = labels.Count > 0 ? labels : made.ConfidentialityCodes,
        };
        var submission = KeyObjectSubmission.WithEntry(
            new Submission { Set = SetOf(entry, caller, custodian, now), Entries = [entry] }, entry);
        if (replaces is not null)
            submission = submission with
            {
                Associations =
                [
                    .. submission.Associations,
                    new Association
                    {
                        EntryUuid = KeyObjectSubmission.NewId(), Type = AssociationType.Replace,
                        Source = entry.EntryUuid, Target = replaces,
                    },
                ],
            };
        return new IncomingSubmission
        {
            Transaction = transaction,
            Caller = caller,
            Custodian = custodian,
            Submission = submission,
            Documents = [new IncomingDocument(entry, content, IncomingSubmission.HashOf(content), reading)],
            HasMetadata = false,
            Digest = SHA256.HashData(content.Span),
        };
    }

    private static SubmissionSet SetOf(DocumentEntry entry, Caller caller, Participant custodian, DateTimeOffset now) => new()
    {
        EntryUuid = KeyObjectSubmission.NewId(),
        SourceId = KeyObjectSubmission.SourceIdOf(custodian),
        PatientId = entry.PatientId,
        SubmissionTime = Dtm.Write(now),
        ContentTypeCode = XdsCodes.Read(caller.Domain.File.Codes.Stow.Type),
        Authors = entry.Authors,
    };
}
