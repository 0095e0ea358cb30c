using HieImaging.Dicom;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Feeding;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.PretendFacility.Publishing;
using HieImaging.SystemTests.Harness;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Retrieving;
using HieImaging.Xds.Soap;
using HieImaging.Xds.Vocabulary;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>Folders, corrections of metadata, documents approved again and given: what is answered holds at every door from then on.</summary>
public abstract class UpdatingStories(Exchange exchange) : RegistryStory(exchange)
{
    private static readonly Code Restricted = new("R", "2.16.840.1.113883.5.25", "restricted");

    [Fact]
    public async Task A_correction_of_metadata_is_a_new_version_whose_confidentiality_holds_at_once()
    {
        var (hospital, study, submission) = await PublishedAsync();
        Assert.Equal(ResponseStatus.Success, (await CorrectAsync(hospital, submission, "1", entry => entry with { ConfidentialityCodes = [Restricted] })).Status);

        var found = await StudyAsync(hospital.Ehr, ByNumber(hospital, study.PatientId));
        Assert.Equal("2", found.GetProperty("meta").GetProperty("versionId").GetString());
        Assert.Equal("R", Assert.Single(found.GetProperty("meta").GetProperty("security").EnumerateArray()).GetProperty("code").GetString());
        Assert.Equal(submission.KeyObject.ToArray(), (await DocumentAsync(hospital.Ehr, submission.DocumentUniqueId)).Content!.Value.ToArray());
        Assert.Equal([RegistryErrorCode.MetadataVersion], ErrorsOf(await CorrectAsync(hospital, submission, "1", entry => entry)));
        Assert.Equal([RegistryErrorCode.MetadataVersion, RegistryErrorCode.MetadataUpdate], ErrorsOf(await StatusAsync(
            hospital, submission, EntryUuidOf(submission), AvailabilityStatus.Deprecated, AvailabilityStatus.Approved)));

        await ProvideAsync(hospital, submission);                                   // the first version, submitted again, does not come back beside the second
        Assert.Equal("R", Assert.Single((await StudyAsync(hospital.Ehr, ByNumber(hospital, study.PatientId)))
            .GetProperty("meta").GetProperty("security").EnumerateArray()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task What_was_replaced_is_approved_again_only_when_its_replacement_has_gone()
    {
        var (hospital, study, first) = await PublishedAsync();
        var manifest = PhantomManifest.Of(hospital, study);
        manifest = manifest with { Study = manifest.Study with { Series = [manifest.Study.Series[0] with { Instances = [manifest.Study.Series[0].Instances[1]] }] } };
        var second = Named(ImagingSubmission.Of(hospital, manifest, first.Submission.Set.Patient!.Value, replaces: EntryUuidOf(first)));
        await ProvideAsync(hospital, second);

        Task<RegistryResponse> ApproveFirst() => StatusAsync(hospital, first, EntryUuidOf(first), AvailabilityStatus.Deprecated, AvailabilityStatus.Approved);
        Assert.Equal([RegistryErrorCode.MetadataUpdate], ErrorsOf(await ApproveFirst()));
        Assert.Single(InstancesOf(await StudyAsync(hospital.Ehr, ByNumber(hospital, study.PatientId))));

        Assert.Equal(ResponseStatus.Success, (await DeprecateAsync(hospital, second)).Status);
        Assert.Empty(await StudiesAsync(hospital.Ehr, ByNumber(hospital, study.PatientId)));
        Assert.Equal(ResponseStatus.Success, (await ApproveFirst()).Status);
        Assert.Equal(2, InstancesOf(await StudyAsync(hospital.Ehr, ByNumber(hospital, study.PatientId))).Count);
    }

    [Theory]
    [InlineData(AssociationType.Replace)]
    [InlineData(AssociationType.TransformAndReplace)]
    public async Task NIST_11994_and_11995_what_was_made_of_a_document_or_appended_to_it_goes_with_it(string type)
    {
        var (hospital, study, first) = await PublishedAsync();
        ImagingSubmission Another(string relation, string target)
        {
            var other = ImagingSubmission.Of(hospital, PhantomManifest.Of(hospital, study), first.Submission.Set.Patient!.Value, replaces: target);
            return Named(other with
            {
                Submission = other.Submission with
                {
                    Associations = [.. other.Submission.Associations.Select(one => one.Replaces ? one with { Type = relation } : one)],
                },
            });
        }
        var (appended, transformed) = (Another(AssociationType.Append, EntryUuidOf(first)), Another(AssociationType.Transform, EntryUuidOf(first)));
        var signs = Another(AssociationType.Signs, EntryUuidOf(first));
        foreach (var one in new[] { appended, transformed, signs, Another(type, EntryUuidOf(first)) })
            await ProvideAsync(hospital, one);

        foreach (var (one, status) in new[] { (first, "Deprecated"), (appended, "Deprecated"), (transformed, "Deprecated"), (signs, "Approved") })
            Assert.Equal(status, await Exchange.ScalarAsync($"select status from registry.document_entry where id = '{EntryUuidOf(one)}'"));
        Assert.Equal([RegistryErrorCode.MetadataUpdate], ErrorsOf(await StatusAsync(
            hospital, first, EntryUuidOf(appended), AvailabilityStatus.Deprecated, AvailabilityStatus.Approved)));
        Assert.Equal([RegistryErrorCode.DeprecatedDocument], ErrorsOf(await Source.ProvideAsync(
            Another(type, EntryUuidOf(first)), await Exchange.TokenAsync(hospital.Pacs), CancellationToken.None)));
    }

    [Fact]
    public async Task NIST_12327_a_replacement_is_put_into_the_folders_of_what_it_replaces()
    {
        var (hospital, study, first) = await PublishedAsync(withFolder: true);
        var folder = first.Submission.Folders[0].EntryUuid;
        var second = Named(ImagingSubmission.Of(hospital, PhantomManifest.Of(hospital, study), first.Submission.Set.Patient!.Value, replaces: EntryUuidOf(first)));
        await ProvideAsync(hospital, second);

        Assert.Equal(2L, await CountAsync($"registry.association where type = '{AssociationType.HasMember}' and source = '{folder}' and target in ('{EntryUuidOf(first)}', '{EntryUuidOf(second)}')"));
        Assert.Equal(2, await Exchange.ScalarAsync($"select version from registry.folder where id = '{folder}'"));
        Assert.Equal(1L, await CountAsync($"""
            registry.association held join registry.association told on told.target = held.id and told.source = '{second.Submission.Set.EntryUuid}'
            where held.source = '{folder}' and held.target = '{EntryUuidOf(second)}'
            """));
    }

    [Fact]
    public async Task NIST_12002_another_patients_document_is_not_put_into_a_folder()
    {
        var (hospital, _, first) = await PublishedAsync(withFolder: true);
        var folder = first.Submission.Folders[0].EntryUuid;
        var other = Named(ImagingSubmission.Of(hospital, PhantomManifest.Of(hospital, FreshStudy(hospital, FreshPerson())), await FreshDomainIdAsync()));
        other = other with
        {
            Submission = other.Submission with
            {
                Associations = [.. other.Submission.Associations, Member("placing", folder, EntryUuidOf(other)), Member("placed", other.Submission.Set.EntryUuid, "placing")],
            },
        };
        var refused = await Source.ProvideAsync(other, await Exchange.TokenAsync(hospital.Pacs), CancellationToken.None);
        Assert.Equal([RegistryErrorCode.PatientIdDoesNotMatch], ErrorsOf(refused));
        Assert.Equal(0L, await CountAsync($"registry.document_entry where id = '{EntryUuidOf(other)}'"));
        Assert.Equal(1, await Exchange.ScalarAsync($"select version from registry.folder where id = '{folder}'"));
    }

    [Fact]
    public async Task Of_several_documents_each_that_is_here_is_given_and_of_each_other_is_told_why()
    {
        var (hospital, _, first) = await PublishedAsync();
        var second = Named(ImagingSubmission.Of(hospital, PhantomManifest.Of(hospital, FreshStudy(hospital, FreshPerson())), await FreshDomainIdAsync()));
        await ProvideAsync(hospital, second);
        DocumentRequest Of(string uniqueId, string? home = null, string repository = PretendDomain.RepositoryUniqueId) => new(home, repository, uniqueId);

        var (response, documents) = await RetrieveAsync(hospital,
            Of(first.DocumentUniqueId), Of("1.2.3.4"), Of(second.DocumentUniqueId, "urn:oid:" + PretendDomain.HomeCommunityId),
            Of(first.DocumentUniqueId, repository: hospital.RepositoryUniqueId), Of(second.DocumentUniqueId, "urn:oid:1.2.3"));
        Assert.Equal(ResponseStatus.PartialSuccess, response!.Status);
        Assert.Equal([first.DocumentUniqueId, second.DocumentUniqueId], documents.Select(one => one.Request.DocumentUniqueId));
        Assert.Equal([null, "urn:oid:" + PretendDomain.HomeCommunityId], documents.Select(one => one.Request.HomeCommunityId));
        Assert.Equal([first.KeyObject.ToArray(), second.KeyObject.ToArray()], documents.Select(one => one.Content.ToArray()));
        Assert.Equal(
            [(RegistryErrorCode.DocumentUniqueId, "1.2.3.4"), (RegistryErrorCode.UnknownRepositoryId, first.DocumentUniqueId), (RegistryErrorCode.UnknownCommunity, second.DocumentUniqueId)],
            response.Errors.Select(error => (error.Code, error.Location!)));

        var (refused, none) = await RetrieveAsync(hospital, [.. Enumerable.Range(0, 101).Select(i => Of($"1.2.3.{i}"))]);
        Assert.Empty(none);
        Assert.Equal((ResponseStatus.Failure, RegistryErrorCode.RepositoryOutOfResources), (refused!.Status, Assert.Single(refused.Errors).Code));
    }

    [Fact]
    public async Task Documents_and_folders_of_a_number_that_was_given_up_are_spoken_of_under_the_one_that_stays()
    {
        var (hospital, study, first) = await PublishedAsync(withFolder: true);
        var (old, now, folder) = (first.Submission.Set.Patient!.Value, await FreshDomainIdAsync(), first.Submission.Folders[0].EntryUuid);
        var withdrawn = FreshStudy(hospital, study.Person, study.PatientId);
        var second = Named(ImagingSubmission.Of(hospital, PhantomManifest.Of(hospital, withdrawn), old));
        await ProvideAsync(hospital, second);
        var replacing = Named(ImagingSubmission.Of(hospital, PhantomManifest.Of(hospital, study), now, replaces: EntryUuidOf(first)));
        var placing = Named(ImagingSubmission.Of(hospital, PhantomManifest.Of(hospital, FreshStudy(hospital, study.Person, study.PatientId)), now));
        placing = placing with
        {
            Submission = placing.Submission with
            {
                Associations =
                [
                    .. placing.Submission.Associations, Member("placing", folder, EntryUuidOf(placing)), Member("placed", placing.Submission.Set.EntryUuid, "placing"),
                ],
            },
        };
        var underNow = second with { Submission = second.Submission with { Set = second.Submission.Set with { PatientId = now.Cx } } };
        async Task<IReadOnlyList<RegistryResponse>> SpokenAsync() =>
        [
            await Source.ProvideAsync(placing, await Exchange.TokenAsync(hospital.Pacs), CancellationToken.None),
            await Source.ProvideAsync(replacing, await Exchange.TokenAsync(hospital.Pacs), CancellationToken.None),
            await DeprecateAsync(hospital, underNow),
        ];
        Assert.All(await SpokenAsync(), refused => Assert.Contains(RegistryErrorCode.PatientIdDoesNotMatch, ErrorsOf(refused)));

        using (var merged = await new AdtPlayer(Exchange.Http).GiveUpAsync(old, now, await Exchange.TokenAsync(PretendDomain.IdentitySource), CancellationToken.None))
            Assert.True(merged.IsSuccessStatusCode);

        Assert.All(await SpokenAsync(), taken => Assert.True(taken.Status == ResponseStatus.Success, string.Join("; ", taken.Errors)));
        Assert.Equal(3L, await CountAsync($"registry.association where type = '{AssociationType.HasMember}' and source = '{folder}'"));
        Assert.DoesNotContain(withdrawn.StudyUid, await StudiesAsync(hospital.Ehr, ByNumber(hospital, study.PatientId)));
    }

    private async Task<RetrieveDocumentSetResponse> RetrieveAsync(PretendHospital hospital, params DocumentRequest[] requests) =>
        RetrieveDocumentSetResponse.Read(await Source.Soap(await Exchange.TokenAsync(hospital.Ehr))
            .SendAsync(new Uri(Exchange.Address, "xds/repository"), SoapAction.Retrieve, RetrieveDocumentSet.Write(requests), [], CancellationToken.None));

    private async Task<(PretendHospital, PhantomStudy, ImagingSubmission)> PublishedAsync(bool withFolder = false)
    {
        var hospital = Exchange.FreshHospital();
        var study = FreshStudy(hospital, FreshPerson());
        var submission = ImagingSubmission.Of(hospital, PhantomManifest.Of(hospital, study), await FreshDomainIdAsync());
        submission = Named(withFolder ? WithFolder(submission) : submission);
        await ProvideAsync(hospital, submission);
        return (hospital, study, submission);
    }

    private static ImagingSubmission WithFolder(ImagingSubmission submission)
    {
        var (set, entry) = (submission.Submission.Set, submission.Submission.Entries[0]);
        var folder = new Folder { EntryUuid = "folder", UniqueId = DicomUID.New().UID, PatientId = set.PatientId, Title = "Knee", Codes = [new Code("knee", "1.2.3", "Knee")], LastUpdateTime = "2001" };
        return submission with
        {
            Submission = submission.Submission with
            {
                Folders = [folder],
                Associations =
                [
                    .. submission.Submission.Associations, Member("with-folder", set.EntryUuid, "folder"),
                    Member("placing", "folder", entry.EntryUuid), Member("placed", set.EntryUuid, "placing"),
                ],
            },
        };
    }

    private static Association Member(string id, string source, string target) => new() { EntryUuid = id, Type = AssociationType.HasMember, Source = source, Target = target };

    private async Task<long> CountAsync(string of) => (long)(await Exchange.ScalarAsync("select count(*) from " + of))!;
}

[Collection(InOneProcess.Name)]
public sealed class UpdatingStoriesInOneProcess(OneProcess exchange) : UpdatingStories(exchange);
