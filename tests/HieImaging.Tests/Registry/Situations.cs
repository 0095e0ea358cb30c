using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.Manifests;
using HieImaging.Manifests.KeyObjects;
using HieImaging.RecordLocator.Keys;
using HieImaging.Registry.Documents;
using HieImaging.Registry.Submitting;
using HieImaging.Trust.Callers;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Tests.Registry;

/// <summary>A domain of two hospitals, and a submission of the first that nothing is wrong with.</summary>
internal static class Situations
{
    public const string DomainOid = "1.3.6.1.4.1.21367.2005.13.20.1000";
    public const string NorthOid = "1.3.6.1.4.1.21367.13.20.1";
    public const string SouthOid = "1.3.6.1.4.1.21367.13.20.2";
    public const string Location = "1.3.6.1.4.1.21367.13.80.110";
    public const string PatientId = $"D-1^^^&{DomainOid}&ISO";
    public const string SourcePatientId = $"N-1^^^&{NorthOid}&ISO";
    public const string EntryId = "urn:uuid:11111111-1111-4111-8111-111111111111";
    public const string SetId = "urn:uuid:22222222-2222-4222-8222-222222222222";
    public const string OldEntryId = "urn:uuid:33333333-3333-4333-8333-333333333333";
    public const string KeyObject = "2.25.1001";

    public static readonly DateTimeOffset Now = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);
    public static readonly ResourceIds Ids = new(new byte[32]);
    private static readonly byte[] Bytes = "key object"u8.ToArray();

    public static Domain Domain(CodesMode mode = CodesMode.Warn, PatientIdMode patientIds = PatientIdMode.Fed) => new(
        new AffinityDomainFile
        {
            Oid = "1.3.6.1.4.1.21367.2005.13.20",
            HomeCommunityId = "1.3.6.1.4.1.21367.13.70.1",
            RepositoryUniqueId = "1.3.6.1.4.1.21367.13.71.1",
            PatientIdDomain = new PatientIdDomain { Oid = DomainOid, Mode = patientIds, Feeder = "mpi" },
            Codes = new DomainCodes { Mode = mode },
            Authorities =
            [
                new DomainAuthority { Oid = NorthOid, Feeder = "north", UsedBy = ["north"] },
                new DomainAuthority { Oid = SouthOid, Feeder = "south", UsedBy = ["south"] },
            ],
            Participants =
            [
                Hospital("north", "1.3.6.1.4.1.21367.4", Location),
                Hospital("south", "1.3.6.1.4.1.21367.5", "1.3.6.1.4.1.21367.13.80.120"),
            ],
        }, 1);

    public static Caller Caller(Domain domain, string participant = "north") => new()
    {
        Participant = domain.Participant(participant)!,
        Client = domain.Participant(participant)!.Clients[0],
        Scopes = new HashSet<string> { "RAD-68" },
        Purpose = "TREAT",
        Domain = domain,
    };

    public static Manifest Manifest(string keyObject = KeyObject, string study = "2.25.1", string patient = "N-1", string? location = Location,
        ManifestRole role = ManifestRole.Manifest, int day = 1, params string[] instances) => new()
        {
            KeyObject = SopInstanceUid.Parse(keyObject),
            Title = ManifestTitle.Manifest,
            Role = role,
            Content = new Moment(new DateOnly(2026, 5, day), null, null),
            Patient = new HieImaging.Manifests.ManifestPatient
            {
                Identifier = PatientIdentifier.Create(AssigningAuthority.Parse(NorthOid), patient),
            },
            Study = new ManifestStudy
            {
                Uid = StudyInstanceUid.Parse(study),
                Series =
                [
                    new ManifestSeries
                    {
                        Uid = SeriesInstanceUid.Parse(study + ".1"),
                        Modality = "CT",
                        Locations = location is null ? [] : [new SeriesLocation(RetrieveLocationUid.Parse(location), null, null)],
                        Instances = [.. (instances.Length == 0 ? ["2.25.9"] : instances).Select(uid =>
                            new ManifestInstance(SopInstanceUid.Parse(uid), "1.2.840.10008.5.1.4.1.1.2"))],
                    },
                ],
            },
        };

    /// <summary>A first submission by RAD-68 whose metadata agrees with its key object.</summary>
    public static IncomingSubmission Submission(Domain? domain = null) => new()
    {
        Transaction = Transaction.Rad68,
        Caller = Caller(domain ?? Domain()),
        Custodian = (domain ?? Domain()).Participant("north")!,
        HasMetadata = true,
        Digest = [1],
        Submission = new Submission
        {
            Set = new SubmissionSet { EntryUuid = SetId, UniqueId = "2.25.500", SourceId = "1.3.6.1.4.1.21367.4", PatientId = PatientId },
            Entries = [Entry()],
            Associations = [Association(AssociationType.HasMember, SetId, EntryId)],
        },
        Documents = [new IncomingDocument(Entry(), Bytes, IncomingSubmission.HashOf(Bytes), new KeyObjectReading.Manifests([Manifest()]))],
    };

    public static DocumentEntry Entry() => new()
    {
        EntryUuid = EntryId,
        UniqueId = KeyObject,
        PatientId = PatientId,
        SourcePatientId = SourcePatientId,
        MimeType = "application/dicom",
        FormatCode = new Code("1.2.840.10008.5.1.4.1.1.88.59", "1.2.840.10008.2.6.1", null),
        EventCodes = [new Code("CT", "1.2.840.10008.2.16.4", null)],
    };

    public static Association Association(string type, string source, string target) =>
        new() { EntryUuid = "urn:uuid:" + Guid.NewGuid(), Type = type, Source = source, Target = target };

    public static RegistryState Knowing() => new() { KnownPatients = new HashSet<string> { PatientId } };

    /// <summary>An entry of north's that is registered: another key object, unless one says so.</summary>
    public static RegisteredEntry Registered(string uniqueId = "2.25.1000", bool approved = true, string custodian = "north") => new(
        Entry() with
        {
            EntryUuid = OldEntryId,
            LogicalId = OldEntryId,
            Version = "1",
            UniqueId = uniqueId,
            Hash = IncomingSubmission.HashOf(Bytes),
            Size = Bytes.Length,
            AvailabilityStatus = approved ? AvailabilityStatus.Approved : AvailabilityStatus.Deprecated,
        }, 1, custodian, custodian, SetId);

    private static Participant Hospital(string id, string sourceId, string location) => new()
    {
        Id = id,
        Name = id,
        Oid = sourceId + ".1",
        Kinds = [ParticipantKind.Facility],
        SourceIds = [sourceId],
        Archives = [new ParticipantArchive { RetrieveLocationUids = [location], Default = true, DicomWeb = "http://127.0.0.1:1/dicom-web" }],
        Clients = [new ParticipantClient { Id = id + "-pacs", ActsFor = [id] }],
    };
}
