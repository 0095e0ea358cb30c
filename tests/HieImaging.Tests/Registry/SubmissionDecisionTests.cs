using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.Manifests;
using HieImaging.Manifests.KeyObjects;
using HieImaging.Registry.Documents;
using HieImaging.Registry.Registering;
using HieImaging.Registry.Submitting;
using HieImaging.Wire;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Vocabulary;
using Xunit;
using static HieImaging.Tests.Registry.Situations;

namespace HieImaging.Tests.Registry;

public sealed class SubmissionDecisionTests
{
    public static TheoryData<string, string> Refusals { get; } = new()
    {
        { "the size given is another", RegistryErrorCode.RepositoryMetadataError },
        { "the hash given is another", RegistryErrorCode.RepositoryMetadataError },
        { "the bytes are no key object", RegistryErrorCode.InvalidDocumentContent },
        { "an empty key object replaces nothing", RegistryErrorCode.InvalidDocumentContent },
        { "the entry is another patient's than the set", RegistryErrorCode.PatientIdDoesNotMatch },
        { "the key object is another patient's than its metadata", RegistryErrorCode.PatientIdDoesNotMatch },
        { "the patient was never fed", RegistryErrorCode.UnknownPatientId },
        { "the patient is of a hospital's authority", RegistryErrorCode.UnknownPatientId },
        { "sourcePatientId is of the other hospital's authority", RegistryErrorCode.RegistryMetadataError },
        { "the set's uniqueId stands for something else", RegistryErrorCode.DuplicateUniqueIdInRegistry },
        { "the uniqueId is registered with other bytes", RegistryErrorCode.NonIdenticalHash },
        { "the uniqueId is registered with another size", RegistryErrorCode.NonIdenticalSize },
        { "the folder is not there", RegistryErrorCode.UnresolvedReference },
        { "the folder is the other hospital's", RegistryErrorCode.UnresolvedReference },
        { "the folder is another patient's", RegistryErrorCode.PatientIdDoesNotMatch },
        { "the folder is deprecated", RegistryErrorCode.RegistryMetadataError },
        { "a submitted folder is another patient's", RegistryErrorCode.PatientIdDoesNotMatch },
        { "a folder has a folder", RegistryErrorCode.RegistryMetadataError },
        { "a document has members", RegistryErrorCode.RegistryMetadataError },
        { "a folder gets a deprecated document", RegistryErrorCode.DeprecatedDocument },
        { "a folder gets another patient's document", RegistryErrorCode.PatientIdDoesNotMatch },
        { "a snapshot of a document that is not on demand", RegistryErrorCode.RegistryMetadataError },
        { "the entryUUID is taken", RegistryErrorCode.RegistryMetadataError },
        { "two documents have one uniqueId", RegistryErrorCode.RepositoryDuplicateUniqueIdInMessage },
        { "the replaced document is not there", RegistryErrorCode.UnresolvedReference },
        { "the replaced document is the other hospital's", RegistryErrorCode.UnresolvedReference },
        { "the replaced document is deprecated", RegistryErrorCode.DeprecatedDocument },
        { "the replaced document is another patient's", RegistryErrorCode.PatientIdDoesNotMatch },
        { "the replaced document came bare and is another patient's", RegistryErrorCode.PatientIdDoesNotMatch },
        { "it is the submission set that replaces", RegistryErrorCode.RegistryMetadataError },
        { "it withdraws a document of its own", RegistryErrorCode.RegistryMetadataError },
        { "a rejection of what only others hold", RegistryErrorCode.RegistryMetadataError },
        { "metadata disagrees in a strict domain", RegistryErrorCode.RepositoryMetadataError },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_is_wrong_is_refused_with_the_standards_code(string wrong, string code)
    {
        var (incoming, state) = Situation(wrong);
        var refused = Assert.IsType<SubmissionDecision.Refused>(SubmissionDecision.On(incoming, state));
        Assert.Contains(code, refused.Errors.Where(error => error.Severity == Severity.Error).Select(error => error.Code));
    }

    [Fact]
    public void A_new_document_is_put_into_a_folder_of_the_registry()
    {
        var (incoming, state) = Placing(Updates.SomeFolder(), EntryId);
        Assert.IsType<SubmissionDecision.Accepted>(SubmissionDecision.On(incoming, state));
    }

    [Fact]
    public void A_later_version_is_what_comes_back_when_its_first_is_submitted_again()
    {
        var first = Registered(KeyObject, approved: false);
        var second = first with { Entry = first.Entry with { EntryUuid = Updates.OtherId, Version = "2" }, SubmissionSet = "urn:uuid:update" };
        var state = Knowing() with { Set = Before([1]), Entries = [first, second] };
        Assert.Equal(Updates.OtherId, Assert.Single(Assert.IsType<SubmissionDecision.Repeated>(SubmissionDecision.On(Submission(), state)).Revived).Id);
    }

    [Fact]
    public void What_nothing_is_wrong_with_is_accepted_without_a_word() =>
        Assert.Empty(Assert.IsType<SubmissionDecision.Accepted>(SubmissionDecision.On(Submission(), Knowing())).Warnings);

    [Fact]
    public void Metadata_that_disagrees_with_the_key_object_is_a_warning_where_the_domain_warns()
    {
        var accepted = Assert.IsType<SubmissionDecision.Accepted>(SubmissionDecision.On(Disagreeing(Domain()), Knowing()));
        Assert.All(accepted.Warnings, warning => Assert.Equal(Severity.Warning, warning.Severity));
        Assert.NotEmpty(accepted.Warnings);
    }

    [Fact]
    public void A_location_that_nobody_registered_is_accepted_with_a_warning()
    {
        var incoming = Submission();
        incoming = incoming with { Documents = [incoming.Documents[0] with { Reading = new KeyObjectReading.Manifests([Manifest(location: "1.2.3.4")]) }] };
        var accepted = Assert.IsType<SubmissionDecision.Accepted>(SubmissionDecision.On(incoming, Knowing()));
        Assert.Contains("1.2.3.4", Assert.Single(accepted.Warnings).Context, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_could_not_be_decoded_is_accepted_with_a_warning()
    {
        var manifest = Manifest();
        manifest = manifest with { Patient = manifest.Patient with { Name = "M\ufffdller" } };
        var incoming = Submission();
        incoming = incoming with { Documents = [incoming.Documents[0] with { Reading = new KeyObjectReading.Manifests([manifest]) }] };
        var warning = Assert.Single(Assert.IsType<SubmissionDecision.Accepted>(SubmissionDecision.On(incoming, Knowing())).Warnings);
        Assert.DoesNotContain("ller", warning.Context, StringComparison.Ordinal);
    }

    [Fact]
    public void So_many_unknown_locations_are_warned_of_and_no_more()
    {
        var incoming = Submission();
        var manifest = Manifest();
        var series = manifest.Study.Series[0] with { Locations = [.. Enumerable.Range(1, 1000).Select(i => new SeriesLocation(RetrieveLocationUid.Parse($"1.2.{i}"), null, null))] };
        manifest = manifest with { Study = manifest.Study with { Series = [series] } };
        incoming = incoming with { Documents = [incoming.Documents[0] with { Reading = new KeyObjectReading.Manifests([manifest]) }] };
        Assert.Equal(20, Assert.IsType<SubmissionDecision.Accepted>(SubmissionDecision.On(incoming, Knowing())).Warnings.Count);
    }

    [Fact]
    public void The_same_documents_for_another_custodian_are_another_submission()
    {
        static IncomingSubmission For(string sourceId)
        {
            var domain = Domain();
            var caller = Caller(domain) with { Client = Caller(domain).Client with { ActsFor = ["north", "south"] } };
            var submission = Submission().Submission;
            return IncomingSubmission.Of(Transaction.Rad68, caller, submission with { Set = submission.Set with { SourceId = sourceId } }, _ => new byte[1], ManifestBounds.Default);
        }
        Assert.Equal(For("1.3.6.1.4.1.21367.4").Digest, For("1.3.6.1.4.1.21367.4").Digest);
        Assert.NotEqual(For("1.3.6.1.4.1.21367.4").Digest, For("1.3.6.1.4.1.21367.5").Digest);
    }

    [Theory]
    [InlineData(KeyObject, "north", false)]
    [InlineData(KeyObject, "south", true)]
    [InlineData("2.25.1000", "north", true)]
    public void A_bare_key_object_whose_derived_entryUUID_another_document_has_gets_one_of_its_own(string uniqueId, string custodian, bool apart)
    {
        var bare = Submission() with { HasMetadata = false };
        var taken = Registered(uniqueId, custodian: custodian);
        var state = new RegistryState { Entries = [taken with { Entry = taken.Entry with { EntryUuid = EntryId } }] };
        Assert.Equal(apart, KeyObjectSubmission.Apart(bare, state).Submission.Entries[0].EntryUuid != EntryId);
    }

    [Fact]
    public void A_rejection_may_come_before_its_manifest() =>
        Assert.IsType<SubmissionDecision.Accepted>(SubmissionDecision.On(Rejecting(), Knowing()));

    [Theory]
    [InlineData(3, 1, true)]
    [InlineData(4, 1, false)]
    [InlineData(2, 5, true)]
    [InlineData(2, 6, false)]
    public void More_documents_or_references_of_one_study_than_the_bound_are_refused(int documents, int instances, bool within)
    {
        var options = new SubmittingOptions { ManifestsOfStudy = 3, ReferencesOfStudy = 10 };
        var manifest = Manifest(instances: [.. Enumerable.Range(1, instances).Select(i => $"2.25.{i}")]);
        var key = StudyKeys.Of(manifest, ParticipantId.Parse("north"), Ids);
        var live = Enumerable.Range(1, documents).Select(i => new StudyManifest($"document {i}", key, [], manifest));
        var failure = Record.Exception(() => StudyBounds.Check(live, options));
        Assert.Equal(within ? null : RegistryErrorCode.RepositoryOutOfResources, failure is null ? null : StoreFailures.RefusalOf(failure)?.Code);
        Assert.Equal(within, failure is null);
    }

    [Fact]
    public void A_submission_that_touches_too_many_studies_is_told_so()
    {
        static IEnumerable<StudyKey> Keys(int count) =>
            Enumerable.Range(1, count).Select(i => StudyKeys.Of(Manifest(study: $"2.25.{i}"), ParticipantId.Parse("north"), Ids));
        Assert.Equal(StudyKeys.Most, StudyKeys.Bounded(Keys(StudyKeys.Most).Concat(Keys(1))).Count);
        var failure = Assert.Throws<BoundsExceededException>(() => StudyKeys.Bounded(Keys(StudyKeys.Most + 1)));
        Assert.Equal(RegistryErrorCode.RepositoryOutOfResources, StoreFailures.RefusalOf(failure)?.Code);
    }

    [Fact]
    public void The_same_submission_again_gets_its_answer_again()
    {
        var warning = new RegistryError(RegistryErrorCode.RegistryMetadataError, "as before", Severity.Warning);
        var state = Knowing() with { Set = Before([1], warning), Entries = [Registered(KeyObject)] };
        var repeated = Assert.IsType<SubmissionDecision.Repeated>(SubmissionDecision.On(Submission(), state));
        Assert.Equal([warning], repeated.Warnings);
        Assert.Empty(repeated.Revived);
    }

    [Fact]
    public void What_was_withdrawn_is_live_again_when_it_is_submitted_again_but_not_what_was_replaced()
    {
        var state = Knowing() with { Set = Before([1]), Entries = [Registered(KeyObject, approved: false)] };
        Assert.Single(Assert.IsType<SubmissionDecision.Repeated>(SubmissionDecision.On(Submission(), state)).Revived);
        var replaced = state with { Replaced = [OldEntryId] };
        Assert.Empty(Assert.IsType<SubmissionDecision.Repeated>(SubmissionDecision.On(Submission(), replaced)).Revived);
    }

    [Fact]
    public void The_same_bytes_under_another_submission_are_another_entry() =>
        Assert.IsType<SubmissionDecision.Accepted>(SubmissionDecision.On(Submission(), Knowing() with { Entries = [Registered(KeyObject)] }));

    [Fact]
    public void A_bare_key_object_that_is_registered_says_nothing_new()
    {
        var bare = Submission() with { HasMetadata = false };
        Assert.IsType<SubmissionDecision.Repeated>(SubmissionDecision.On(bare, new RegistryState { Entries = [Registered(KeyObject)] }));
        Assert.IsType<SubmissionDecision.Accepted>(SubmissionDecision.On(bare, new RegistryState()));
    }

    [Fact]
    public void A_replacement_that_references_nothing_empties_the_study()
    {
        var (incoming, state) = Replacing(Registered());
        incoming = incoming with { Documents = [Empty(incoming)] };
        Assert.IsType<SubmissionDecision.Accepted>(SubmissionDecision.On(incoming, state));
    }

    [Fact]
    public void A_document_that_came_bare_is_replaced_under_the_number_of_its_source()
    {
        var (incoming, state) = Replacing(Bare(SourcePatientId));
        Assert.IsType<SubmissionDecision.Accepted>(SubmissionDecision.On(incoming, state));
    }

    [Fact]
    public void Where_numbers_are_local_the_custodians_own_are_known_and_others_are_not()
    {
        var local = Domain(patientIds: PatientIdMode.Local);
        Assert.IsType<SubmissionDecision.Accepted>(SubmissionDecision.On(OfPatient(Submission(local), SourcePatientId), new RegistryState()));
        Assert.IsType<SubmissionDecision.Refused>(SubmissionDecision.On(OfPatient(Submission(local), $"S-1^^^&{SouthOid}&ISO"), new RegistryState()));
    }

    internal static (IncomingSubmission, RegistryState) Situation(string wrong) => wrong switch
    {
        "the size given is another" => (With(entry => entry with { Size = 3 }), Knowing()),
        "the hash given is another" => (With(entry => entry with { Hash = new string('0', 40) }), Knowing()),
        "the bytes are no key object" => (Submission() with
        {
            Documents = [Submission().Documents[0] with { Reading = new KeyObjectReading.Refused(new ManifestRefusal(ManifestRefusal.NotKeyObject, "")) }],
        }, Knowing()),
        "an empty key object replaces nothing" => (Submission() with { Documents = [Empty(Submission())] }, Knowing()),
        "the entry is another patient's than the set" => (With(entry => entry with { PatientId = $"D-2^^^&{DomainOid}&ISO" }), Knowing()),
        "the key object is another patient's than its metadata" => (With(entry => entry with { SourcePatientId = $"N-2^^^&{NorthOid}&ISO" }), Knowing()),
        "the patient was never fed" => (Submission(), new RegistryState()),
        "the patient is of a hospital's authority" => (OfPatient(Submission(), SourcePatientId), Knowing()),
        "sourcePatientId is of the other hospital's authority" => (With(entry => entry with { SourcePatientId = $"N-1^^^&{SouthOid}&ISO" }), Knowing()),
        "the set's uniqueId stands for something else" => (Submission(), Knowing() with { Set = Before([2]) }),
        "the uniqueId is registered with other bytes" => (Submission(), Knowing() with
        {
            Entries = [Registered(KeyObject) with { Entry = Registered(KeyObject).Entry with { Hash = new string('0', 40) } }],
        }),
        "the uniqueId is registered with another size" => (Submission(), Knowing() with
        {
            Entries = [Registered(KeyObject) with { Entry = Registered(KeyObject).Entry with { Size = 1 } }],
        }),
        "the folder is not there" => (Associating(Association(AssociationType.HasMember, Updates.FolderId, EntryId)), Knowing()),
        "the folder is the other hospital's" => Placing(Updates.SomeFolder(custodian: "south"), EntryId),
        "the folder is another patient's" => Placing(
            Updates.SomeFolder() with { Folder = Updates.SomeFolder().Folder with { PatientId = $"D-2^^^&{DomainOid}&ISO" } }, EntryId),
        "the folder is deprecated" => Placing(Updates.SomeFolder(approved: false), EntryId),
        "a submitted folder is another patient's" => (Submission() with
        {
            Submission = Submission().Submission with { Folders = [Updates.SomeFolder().Folder with { PatientId = $"D-2^^^&{DomainOid}&ISO" }] },
        }, Knowing()),
        "a folder has a folder" => Placing(Updates.SomeFolder(), SetId),
        "a document has members" => (Associating(Association(AssociationType.HasMember, EntryId, EntryId)), Knowing()),
        "a folder gets a deprecated document" => Placing(Updates.SomeFolder(), OldEntryId, Registered(approved: false)),
        "a folder gets another patient's document" => Placing(Updates.SomeFolder(), OldEntryId, Registered() with
        {
            Entry = Registered().Entry with { PatientId = $"D-2^^^&{DomainOid}&ISO" },
        }),
        "a snapshot of a document that is not on demand" => (
            Associating(Association(AssociationType.IsSnapshotOf, EntryId, OldEntryId)),
            Knowing() with { Targets = new Dictionary<string, RegisteredEntry> { [OldEntryId] = Registered() } }),
        "the entryUUID is taken" => (Submission(), Knowing() with { Taken = [EntryId] }),
        "two documents have one uniqueId" => (Submission() with { Documents = [Submission().Documents[0], Submission().Documents[0]] }, Knowing()),
        "the replaced document is not there" => (Replacing(Registered()).Incoming, Knowing()),
        "the replaced document is the other hospital's" => Replacing(Registered(custodian: "south")),
        "the replaced document is deprecated" => Replacing(Registered(approved: false)),
        "the replaced document is another patient's" => Replacing(Registered() with
        {
            Entry = Registered().Entry with { PatientId = $"D-2^^^&{DomainOid}&ISO" },
        }),
        "the replaced document came bare and is another patient's" => Replacing(Bare($"N-2^^^&{NorthOid}&ISO")),
        "it is the submission set that replaces" => Replacing(Registered(), SetId),
        "it withdraws a document of its own" => (Associating(Association(AssociationType.UpdateAvailabilityStatus, SetId, EntryId)), Knowing()),
        "a rejection of what only others hold" => (Rejecting(), Knowing() with { Foreign = ["2.25.1"] }),
        "metadata disagrees in a strict domain" => (Disagreeing(Domain(CodesMode.Strict)), Knowing()),
        _ => throw new ArgumentOutOfRangeException(nameof(wrong)),
    };

    private static IncomingSubmission Rejecting() => Submission() with
    {
        Documents = [Submission().Documents[0] with { Reading = new KeyObjectReading.Manifests([Manifest(role: ManifestRole.Rejection)]) }],
    };

    private static IncomingSubmission With(Func<DocumentEntry, DocumentEntry> change, Domain? domain = null)
    {
        var incoming = Submission(domain);
        var entry = change(Entry());
        return incoming with
        {
            Submission = incoming.Submission with { Entries = [entry] },
            Documents = [incoming.Documents[0] with { Entry = entry }],
        };
    }

    private static IncomingSubmission Disagreeing(Domain domain) => With(entry => entry with { EventCodes = [new Code("MR", "1.2.840.10008.2.16.4", null)] }, domain);

    private static IncomingSubmission OfPatient(IncomingSubmission incoming, string cx)
    {
        var entry = Entry() with { PatientId = cx };
        return incoming with
        {
            Submission = incoming.Submission with { Set = incoming.Submission.Set with { PatientId = cx }, Entries = [entry] },
            Documents = [incoming.Documents[0] with { Entry = entry }],
        };
    }

    private static (IncomingSubmission Incoming, RegistryState State) Replacing(RegisteredEntry target, string source = EntryId) => (
        Associating(Association(AssociationType.Replace, source, OldEntryId)),
        Knowing() with { Targets = new Dictionary<string, RegisteredEntry> { [OldEntryId] = target } });

    private static (IncomingSubmission Incoming, RegistryState State) Placing(RegisteredFolder folder, string target, RegisteredEntry? registered = null) => (
        Associating(Association(AssociationType.HasMember, Updates.FolderId, target)),
        Knowing() with
        {
            Folders = new Dictionary<string, RegisteredFolder> { [Updates.FolderId] = folder },
            Targets = registered is null ? new Dictionary<string, RegisteredEntry>() : new Dictionary<string, RegisteredEntry> { [OldEntryId] = registered },
        });

    private static RegisteredEntry Bare(string cx) => Registered() with { Entry = Registered().Entry with { PatientId = cx, SourcePatientId = cx } };

    private static IncomingSubmission Associating(Association association)
    {
        var incoming = Submission();
        return incoming with { Submission = incoming.Submission with { Associations = [.. incoming.Submission.Associations, association] } };
    }

    private static IncomingDocument Empty(IncomingSubmission incoming) => incoming.Documents[0] with
    {
        Reading = new KeyObjectReading.Refused(new ManifestRefusal(ManifestRefusal.NoEvidence, "")),
    };

    private static RegisteredSet Before(byte[] digest, params RegistryError[] warnings) =>
        new(Submission().Submission.Set, "north", "north", digest, warnings);
}
