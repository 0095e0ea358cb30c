using System.Security.Cryptography;
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
/// A key object that came without metadata (STOW-RS, bulk): its metadata is made from what it says and from the domain's codes.
/// </summary>
internal static class KeyObjectSubmission
{
    public static IncomingSubmission Of(
        Transaction transaction, Caller caller, Participant custodian, ReadOnlyMemory<byte> content, ManifestBounds bounds,
        DateTimeOffset now)
    {
        var reading = KeyObjectReader.Read(content, CustodianTerms.Of(caller.Domain, custodian, bounds));
        var submission = reading is KeyObjectReading.Manifests read
            ? DocumentEntryWriter.Write(read.Of, content.Span, Facts(read.Of[0], caller.Domain, custodian, now))
            : Unreadable();
        return new IncomingSubmission
        {
            Transaction = transaction,
            Caller = caller,
            Custodian = custodian,
            Submission = WithEntry(submission, submission.Entries[0]),
            Documents = [new IncomingDocument(submission.Entries[0], content, IncomingSubmission.HashOf(content), reading)],
            HasMetadata = false,
            Digest = SHA256.HashData(content.Span),
        };
    }

    /// <summary>
    /// The same under an entryUUID of its own, where another custodian's document, or another document, has the one that is derived.
    /// </summary>
    public static IncomingSubmission Apart(IncomingSubmission incoming, RegistryState state)
    {
        var own = incoming.Submission.Entries[0];
        if (incoming.HasMetadata || !state.Entries.Any(entry =>
                entry.Id == own.EntryUuid && (entry.Custodian != incoming.Custodian.Id || entry.Entry.UniqueId != own.UniqueId)))
            return incoming;
        var entry = own with { EntryUuid = NewId() };
        return incoming with
        {
            Submission = WithEntry(incoming.Submission, entry) is var apart && incoming.Submission.Associations.Any(one => one.Replaces)
                ? apart with
                {
                    Associations =
                    [
                        .. apart.Associations,
                        .. incoming.Submission.Associations.Where(one => one.Replaces).Select(one => one with { Source = entry.EntryUuid }),
                    ],
                }
                : apart,
            Documents = [incoming.Documents[0] with { Entry = entry }],
        };
    }

    public static EntryFacts Facts(Manifest manifest, Domain domain, Participant custodian, DateTimeOffset now) => new()
    {
        Codes = domain.File.Codes.Stow,
        PatientId = manifest.Patient.Identifier.Cx,
        SourceId = SourceIdOf(custodian),
        SubmittedAt = now,
        InstitutionName = custodian.Name,
        InstitutionOid = custodian.Oid,
        Zone = IncomingSubmission.ZoneOf(custodian),
    };

    /// <summary>SubmissionSet.sourceId: the custodian's first source, else the custodian itself.</summary>
    public static string SourceIdOf(Participant custodian) => custodian.SourceIds.Count > 0 ? custodian.SourceIds[0] : custodian.Oid ?? "";

    /// <summary>The set is new each time, only the entry's id is known beforehand.</summary>
    public static Submission WithEntry(Submission submission, DocumentEntry entry)
    {
        var set = submission.Set with
        {
            EntryUuid = NewId(),
            UniqueId = "2.25." + new System.Numerics.BigInteger(Guid.NewGuid().ToByteArray(), isUnsigned: true, isBigEndian: true),
        };
        return new Submission
        {
            Set = set,
            Entries = [entry],
            Associations =
            [
                new Association
                {
                    EntryUuid = NewId(),
                    Type = AssociationType.HasMember,
                    Source = set.EntryUuid,
                    Target = entry.EntryUuid,
                    SubmissionSetStatus = "Original",
                },
            ],
        };
    }

    private static Submission Unreadable() => new()
    {
        Set = new SubmissionSet { EntryUuid = NewId() },
        Entries = [new DocumentEntry { EntryUuid = NewId(), MimeType = DocumentEntryWriter.MimeType }],
    };

    public static string NewId() => "urn:uuid:" + Guid.NewGuid().ToString("D");
}
