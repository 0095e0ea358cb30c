using System.Reflection;
using System.Xml.Linq;
using HieImaging.DocumentStore;
using HieImaging.Registry.Registering;
using HieImaging.Registry.Searching;
using HieImaging.Registry.Submitting;
using HieImaging.Registry.Updating;
using HieImaging.Tests.Xds;
using HieImaging.Wire;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Retrieving;
using HieImaging.Xds.Soap;
using HieImaging.Xds.Submitting;
using HieImaging.Xds.Vocabulary;
using Xunit;
using static HieImaging.Tests.Registry.Situations;

namespace HieImaging.Tests.Registry;

/// <summary>Every code that RAD-68, ITI-42, ITI-43 and ITI-57 may answer (TF-3 table 4.2.4.1-2): a case that gets it, or why none does.</summary>
public sealed class ErrorCodeTests
{
    private const string Provide = "RAD-68", Register = "ITI-42", Retrieve = "ITI-43", Update = "ITI-57";

    private static readonly Dictionary<string, ErrorUse> Uses = new()
    {
        [Provide] = ErrorUse.ProvideAndRegister, [Register] = ErrorUse.Register, [Retrieve] = ErrorUse.Retrieve, [Update] = ErrorUse.Update,
    };

    private static readonly (string Code, string Transaction, string Case, Func<IEnumerable<RegistryError>> Errors)[] Rows =
    [
        ("UnresolvedReferenceException", Provide, "RPLC of what is not there", () => Submitted("the replaced document is not there")),
        ("UnresolvedReferenceException", Register, "RPLC of what is another's", () => Submitted("the replaced document is the other hospital's")),
        ("UnresolvedReferenceException", Update, "the status of what is not there", () => Updated(Updates.Status(OldEntryId), new UpdateState())),
        ("XDSDuplicateUniqueIdInRegistry", Provide, "SubmissionSet.uniqueId is a document's", () => Submitted("the set's uniqueId stands for something else")),
        ("XDSDuplicateUniqueIdInRegistry", Register, "Folder.uniqueId is in use", () => Submitted(Submission() with
        {
            Submission = Submission().Submission with { Folders = [Updates.SomeFolder().Folder] },
        }, Knowing() with { Taken = ["2.25.800"] })),
        ("XDSDuplicateUniqueIdInRegistry", Update, "SubmissionSet.uniqueId is another update's", () => Updated(Updates.Status(OldEntryId), Updates.Knows(Registered()) with
        {
            Before = new(Updates.Status(OldEntryId).Set, "north", "north", [9], []),
        })),
        ("XDSExtraMetadataNotSaved", Provide, "a classification of a scheme that is not XDS's", () => Read(SubmissionKind.Provide, Classified)),
        ("XDSExtraMetadataNotSaved", Register, "a classification of a scheme that is not XDS's", () => Read(SubmissionKind.Register, Classified)),
        ("XDSExtraMetadataNotSaved", Update, "a classification of a scheme that is not XDS's", () => Read(SubmissionKind.Update, Classified)),
        ("XDSPatientIdDoesNotMatch", Provide, "NIST 11997: the entry is another patient's than the set", () => Submitted("the entry is another patient's than the set")),
        ("XDSPatientIdDoesNotMatch", Register, "NIST 12002: the folder is another patient's", () => Submitted("the folder is another patient's")),
        ("XDSPatientIdDoesNotMatch", Update, "the object is another patient's than the set", () => Updated(Updates.Status(OldEntryId), Updates.Knows(Registered() with
        {
            Entry = Registered().Entry with { PatientId = $"D-2^^^&{DomainOid}&ISO" },
        }))),
        ("XDSRegistryDeprecatedDocumentError", Provide, "RPLC of a deprecated document", () => Submitted("the replaced document is deprecated")),
        ("XDSRegistryDeprecatedDocumentError", Register, "a folder gets a deprecated document", () => Submitted("a folder gets a deprecated document")),
        ("XDSRegistryDeprecatedDocumentError", Update, "APND to a deprecated document", () => Updated(
            Updates.Submitting(AssociationType.Append, Updates.OtherId, OldEntryId).Update, Updates.Knows(Registered(approved: false), Updates.Other()))),
        ("XDSRepositoryDuplicateUniqueIdInMessage", Provide, "one uniqueId for the set and a document", () => Read(SubmissionKind.Provide, null, Twice)),
        ("XDSRegistryDuplicateUniqueIdInMessage", Register, "one uniqueId for the set and a document", () => Read(SubmissionKind.Register, null, Twice)),
        ("XDSRegistryDuplicateUniqueIdInMessage", Update, "one uniqueId for the set and a document", () => Read(SubmissionKind.Update, null, Twice)),
        ("XDSRepositoryMetadataError", Provide, "NIST 12369, 11981: the size is another", () => Submitted("the size given is another")),
        ("XDSRepositoryMetadataError", Provide, "NIST 12369, 11981: the hash is another", () => Submitted("the hash given is another")),
        ("XDSRegistryMetadataError", Provide, "the entryUUID is taken", () => Submitted("the entryUUID is taken")),
        ("XDSRegistryMetadataError", Register, "NIST 12084: no repositoryUniqueId", () => Read(SubmissionKind.Register)),
        ("XDSRegistryMetadataError", Update, "NIST 15800d: the update is incomplete", () => Read(SubmissionKind.Update)),
        ("XDSRegistryMetadataError", Update, "NIST 20001: an association of no known type", () => Read(SubmissionKind.Update, null,
            s => s with { Associations = [s.Associations[0] with { Type = "urn:ihe:iti:2007:AssociationType:APND_TXFM" }] })),
        ("XDSNonIdenticalHash", Provide, "the uniqueId is registered with other bytes", () => Submitted("the uniqueId is registered with other bytes")),
        ("XDSNonIdenticalHash", Register, "the uniqueId is registered with other bytes", () => Submitted(Elsewhere() with
        {
            Documents = [Elsewhere().Documents[0] with { Hash = new string('b', 40) }],
        }, Knowing() with { Entries = [Registered(KeyObject)] })),
        ("XDSNonIdenticalSize", Provide, "the uniqueId is registered with another size", () => Submitted("the uniqueId is registered with another size")),
        ("XDSNonIdenticalSize", Register, "the uniqueId is registered with another size", () => Submitted(Elsewhere(), Knowing() with { Entries = [Registered(KeyObject)] })),
        ("XDSMissingDocument", Provide, "NIST 11983: an entry without a document", () => Provided(SomeSubmission.Good(), [])),
        ("XDSMissingDocumentMetadata", Provide, "NIST 11983: a document without an entry", () => Provided(SomeSubmission.Good(), ["Document01", "Document02"])),
        ("InvalidDocumentContent", Provide, "the document is no key object", () => Submitted("the bytes are no key object")),
        ("XDSUnknownPatientId", Provide, "NIST 11996: the patient was never fed", () => Submitted("the patient was never fed")),
        ("XDSUnknownPatientId", Register, "NIST 11996: the patient was never fed", () => Submitted(Elsewhere(), new RegistryState())),
        ("XDSDocumentUniqueIdError", Retrieve, "the document is not here", () => Retrieved(Asked())),
        ("XDSUnknownRepositoryId", Retrieve, "the document is in a hospital's own repository", () => Retrieved(Asked(repository: "1.2.3"))),
        ("XDSUnknownCommunity", Retrieve, "another homeCommunityId", () => Retrieved(Asked(home: "urn:oid:1.2.3"))),
        ("XDSRepositoryError", Retrieve, "no document is named", () => RetrieveDocumentSet.Read(RetrieveDocumentSet.Write([])).Errors),
        ("XDSRepositoryOutOfResources", Retrieve, "more documents than the bound", () => [RetrieveDecision.Refusal(
            new RetrieveDocumentSet([.. Enumerable.Range(0, 101).Select(i => Asked(uniqueId: $"1.2.{i}"))], []))!]),
        ("XDSRepositoryOutOfResources", Provide, "more objects than the bound", () => Read(SubmissionKind.Provide, null, Many)),
        ("XDSRegistryOutOfResources", Register, "more objects than the bound", () => Read(SubmissionKind.Register, null, Many)),
        ("XDSRegistryOutOfResources", Update, "more studies than the bound", () => Answered(SubmissionKind.Update, new BoundsExceededException("studies of one submission", 1))),
        ("XDSRepositoryBusy", Provide, "the store does not answer", () => Answered(SubmissionKind.Provide, new StoreUnavailableException(""))),
        ("XDSRegistryBusy", Register, "the same documents are being changed", () => Answered(SubmissionKind.Register, new ConcurrencyException(""))),
        ("XDSRegistryBusy", Update, "the store does not answer", () => Answered(SubmissionKind.Update, new StoreUnavailableException(""))),
        ("XDSRepositoryBusy", Retrieve, "the store does not answer", () => [RetrieveDocuments.Busy]),
        ("XDSMetadataVersionError", Update, "NIST 15800b: there is no original", () => Updated(Updates.NewVersion(), new UpdateState())),
        ("XDSMetadataVersionError", Update, "NIST 15800e: an old version", () => Updated(Updates.NewVersion(previous: "0"), Updates.Knows(Registered()))),
        ("XDSMetadataVersionError", Update, "the status of a version that is not the latest", () => Updated(Updates.Status(OldEntryId), Updates.Knows(
            Registered(), Registered() with { Entry = Registered().Entry with { EntryUuid = Updates.OtherId, Version = "2" } }))),
        ("XDSMetadataUpdateOperationError", Update, "NIST 20007: two updates of one lid", () => Updated(
            Updates.With(Updates.NewVersion(), Renamed(Updates.NewVersion())), Updates.Knows(Registered()))),
        ("XDSMetadataUpdateOperationError", Update, "NIST 20002: PreviousVersion on a change of status", () => Status(one => one with { PreviousVersion = "1" })),
        ("XDSMetadataUpdateOperationError", Update, "NIST 20002: no OriginalStatus", () => Status(one => one with { OriginalStatus = null })),
        ("XDSMetadataUpdateOperationError", Update, "NIST 20002: no NewStatus", () => Status(one => one with { NewStatus = null })),
        ("XDSMetadataUpdateOperationError", Update, "NIST 20002: a status that is none", () => Status(one => one with { NewStatus = "urn:oasis:names:tc:ebxml-regrep:StatusType:Withdrawn" })),
        ("XDSMetadataUpdateOperationError", Update, "NIST 20002: no change", () => Status(one => one with { NewStatus = one.OriginalStatus })),
        ("XDSMetadataUpdateOperationError", Update, "NIST 20006: propagated and submitted at once", () => Updated(
            Updates.With(Updates.NewVersion(), Updates.Submitting(AssociationType.Append, EntryId, Updates.OtherId).Update), Updates.Knows(Registered(), Updates.Other()))),
        ("XDSMetadataUpdateOperationError", Update, "nothing is updated", () => Updated(Updates.Status(OldEntryId) with { Associations = [] }, Updates.Knows(Registered()))),
        ("XDSMetadataUpdateOperationError", Update, "a replacement is submitted, not updated", () => Updated(
            Updates.Submitting(AssociationType.Replace, OldEntryId, Updates.OtherId).Update, Updates.Knows(Registered(), Updates.Other()))),
        ("XDSMetadataUpdateError", Update, "the uniqueId is another", () => Updated(Updates.NewVersion(entry => entry with { UniqueId = "2.25.3" }), Updates.Knows(Registered()))),
        ("XDSMetadataUpdateError", Update, "the bytes are others", () => Updated(Updates.NewVersion(entry => entry with { Hash = new string('c', 40) }), Updates.Knows(Registered()))),
        ("XDSMetadataUpdateError", Update, "NIST 20004: a new version is approved that is approved", () => Updated(
            Updates.With(Updates.NewFolder(), Updates.Status(Updates.NewFolderId, AvailabilityStatus.Deprecated, AvailabilityStatus.Approved)),
            new UpdateState { Folders = [Updates.SomeFolder()] })),
        ("XDSMetadataUpdateError", Update, "NIST 20008: an association that is there", () => Updated(
            Updates.Submitting(AssociationType.HasMember, Updates.FolderId, OldEntryId).Update, Updates.Knows(Registered()) with
            {
                Folders = [Updates.SomeFolder()], Associations = [Updates.Stored(Association(AssociationType.HasMember, Updates.FolderId, OldEntryId))],
            })),
        ("XDSMetadataUpdateError", Update, "what was replaced is approved again", () => Updated(
            Updates.Status(OldEntryId, AvailabilityStatus.Deprecated, AvailabilityStatus.Approved),
            Updates.Knows(Registered(approved: false)) with { Replaced = [OldEntryId] })),
        ("XDSPatientIDReconciliationError", Update, "the patient is another", () => Updated(
            Updates.NewVersion(entry => entry with { PatientId = $"D-2^^^&{DomainOid}&ISO" }), Updates.Knows(Registered()))),
    ];

    /// <summary>What the table allows and nobody gets here, and why.</summary>
    private static readonly Dictionary<string, (string Transactions, string Why)> NotGiven = new(StringComparer.Ordinal)
    {
        ["XDSRegistryNotAvailable"] = (Provide, "repository and registry are one"),
        ["DocumentQueued"] = (Provide, "Success means found: nothing is answered before"),
        ["XDSRegistryDuplicateUniqueIdInMessage"] = (Provide, "the repository's own code is given"),
        ["XDSRepositoryDuplicateUniqueIdInMessage"] = ($"{Register} {Update}", "the registry's own code is given"),
        ["XDSRepositoryMetadataError"] = ($"{Register} {Update}", "the registry's own code is given"),
        ["XDSUnknownPatientId"] = (Update, "patientId must be that of the version before"),
        ["XDSRegistryBusy"] = ($"{Provide} {Retrieve}", "the repository's own code is given"),
        ["XDSRepositoryBusy"] = ($"{Register} {Update}", "the registry's own code is given"),
        ["XDSRegistryOutOfResources"] = ($"{Provide} {Retrieve}", "the repository's own code is given"),
        ["XDSRepositoryOutOfResources"] = ($"{Register} {Update}", "the registry's own code is given"),
        ["XDSRegistryError"] = ($"{Provide} {Register} {Retrieve} {Update}", "something more specific fits"),
        ["XDSRepositoryError"] = ($"{Provide} {Register} {Update}", "something more specific fits"),
        ["XDSMissingHomeCommunityId"] = (Retrieve, "a gateway's: a repository is asked without it"),
        ["XDSUnavailableCommunity"] = (Retrieve, "a gateway's: no other community is asked"),
        ["XDSResultNotSinglePatient"] = (Retrieve, "a stored query's: documents are asked for one by one"),
        ["XDSIRequestError"] = (Retrieve, "RAD-69's"),
        ["ReferencesExistException"] = (Update, "ITI-62's: nothing is deleted"),
        ["XDSUnreferencedObjectException"] = (Update, "ITI-62's: nothing is deleted"),
    };

    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            foreach (var row in Rows)
                cases.Add(row.Code, row.Transaction, row.Case);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_code_is_given_and_every_other_that_is_given_with_it_is_legal(string code, string transaction, string @case)
    {
        var errors = Rows.Single(row => (row.Code, row.Transaction, row.Case) == (code, transaction, @case)).Errors().ToList();
        Assert.Contains(code, errors.Select(error => error.Code));
        Assert.All(errors, error => Assert.True(RegistryErrorCode.UseOf(error.Code).HasFlag(Uses[transaction]), error.Code));
        Assert.Equal(code == RegistryErrorCode.ExtraMetadataNotSaved, errors.All(error => error.Severity == Severity.Warning));
    }

    [Fact]
    public void No_code_of_the_table_is_forgotten()
    {
        var codes = typeof(RegistryErrorCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);
        var legal = from code in codes from use in Uses where RegistryErrorCode.UseOf(code).HasFlag(use.Value) select (code, use.Key);
        var given = Rows.Select(row => (row.Code, row.Transaction)).Distinct();
        var refused = from pair in NotGiven from transaction in pair.Value.Transactions.Split(' ') select (pair.Key, transaction);
        Assert.Equal(legal.Order(), given.Concat(refused).Order());
    }

    private static IEnumerable<RegistryError> Submitted(string situation)
    {
        var (incoming, state) = SubmissionDecisionTests.Situation(situation);
        return Submitted(incoming, state);
    }

    private static IReadOnlyList<RegistryError> Submitted(IncomingSubmission incoming, RegistryState state) =>
        Assert.IsType<SubmissionDecision.Refused>(SubmissionDecision.On(incoming, state)).Errors;

    private static IReadOnlyList<RegistryError> Updated(Submission update, UpdateState state) =>
        Assert.IsType<UpdateDecision.Refused>(UpdateDecision.On(Caller(Domain()), update, state, Now)).Errors;

    private static IReadOnlyList<RegistryError> Status(Func<Association, Association> change) =>
        Updated(Updates.Status(OldEntryId, change: change), Updates.Knows(Registered()));

    /// <summary>A submission of metadata alone.</summary>
    private static IncomingSubmission Elsewhere()
    {
        var incoming = Submission();
        var entry = Entry() with { RepositoryUniqueId = "1.2.3", Hash = new string('a', 40), Size = 1 };
        return incoming with
        {
            Submission = incoming.Submission with { Entries = [entry] },
            Documents = [new IncomingDocument(entry, ReadOnlyMemory<byte>.Empty, entry.Hash!, null)],
        };
    }

    private static IReadOnlyList<RegistryError> Read(SubmissionKind kind, Action<XElement>? change = null, Func<Submission, Submission>? with = null)
    {
        var good = SomeSubmission.Good();
        if (change is not null)
            good = good with { Entries = [good.Entries[0] with { Hash = new string('a', 40), Size = 1, RepositoryUniqueId = "1.2.3" }] };
        var request = SubmissionWriter.Write(with is null ? good : with(good));
        change?.Invoke(request);
        return SubmissionReader.Read(request, kind).Errors;
    }

    private static void Classified(XElement request) => request.Descendants(Ns.Rim + "ExtrinsicObject").First().Add(new XElement(Ns.Rim + "Classification",
        new XAttribute("id", "extra"), new XAttribute("classificationScheme", "urn:uuid:11111111-2222-4333-8444-555555555555"), new XAttribute("nodeRepresentation", "x")));

    private static Submission Twice(Submission good) => good with { Set = good.Set with { UniqueId = good.Entries[0].UniqueId } };

    private static Submission Many(Submission good) => good with { Entries = [.. Enumerable.Repeat(good.Entries[0], SubmissionReader.MostObjects + 1)] };

    private static Submission Renamed(Submission update)
    {
        var id = Updates.OtherId;
        return update with
        {
            Entries = [update.Entries[0] with { EntryUuid = id }],
            Associations = [update.Associations[0] with { EntryUuid = "urn:uuid:" + Guid.NewGuid(), Target = id }],
        };
    }

    private static IReadOnlyList<RegistryError> Provided(Submission submission, string[] documents)
    {
        var (body, parts) = ProvideAndRegister.Write(submission, [new ProvidedDocument("Document01", new byte[1])]);
        body.Elements(Ns.Xdsb + "Document").Remove();
        body.Add(documents.Select(id => new XElement(Ns.Xdsb + "Document", new XAttribute("id", id), "AA==")));
        Assert.NotEmpty(parts);
        return ProvideAndRegister.Read(new SoapRequest { Action = SoapAction.ProvideAndRegister, Body = body }).Errors;
    }

    private static DocumentRequest Asked(string? home = null, string? repository = null, string uniqueId = KeyObject) =>
        new(home, repository ?? Domain().File.RepositoryUniqueId, uniqueId);

    private static IReadOnlyList<RegistryError> Retrieved(DocumentRequest request)
    {
        var known = new VisibleDocument("2.25.77", "", "north", null, null);
        var decision = RetrieveDecision.On(Domain(), [request, Asked(uniqueId: known.UniqueId)], [known]);
        Assert.Equal(known, Assert.Single(decision.Given).Document);                    // one error takes no other document away: PartialSuccess
        Assert.Equal(request.DocumentUniqueId, Assert.Single(decision.Errors).Location);
        return decision.Errors;
    }

    private static IReadOnlyList<RegistryError> Answered(SubmissionKind kind, Exception failure)
    {
        var answer = StoreFailures.Answered(
            () => Task.FromException<RegistryResponse>(failure), error => Task.FromResult(RegistryResponse.Of([error])), kind).GetAwaiter().GetResult();
        return RegistryResponse.Read(answer.Body!)!.Errors;
    }
}
