using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Dicom;
using HieImaging.Manifests;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.PretendFacility.Publishing;
using HieImaging.SystemTests.Harness;
using HieImaging.Xds.Responses;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>A hospital takes images back: they leave every door at once, and nothing of what was said is lost.</summary>
public abstract class WithdrawingStories(Exchange exchange) : RegistryStory(exchange)
{
    [Fact]
    public async Task A_replaced_manifest_leaves_every_door_at_once()
    {
        var (hospital, other) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        var study = FreshStudy(hospital, FreshPerson());
        var domainId = await FreshDomainIdAsync();
        var first = Named(ImagingSubmission.Of(hospital, PhantomManifest.Of(hospital, study), domainId));
        await ProvideAsync(hospital, first);
        Assert.Equal(first.KeyObject.ToArray(), (await DocumentAsync(other.Ehr, first.DocumentUniqueId)).Content!.Value.ToArray());

        var second = ImagingSubmission.Of(hospital, WithoutFirstInstance(PhantomManifest.Of(hospital, study)), domainId, replaces: EntryUuidOf(first));
        await ProvideAsync(hospital, second);

        var found = await StudyAsync(other.Ehr, ByNumber(hospital, study.PatientId));
        Assert.Equal([study.SopUid(0, 1)], InstancesOf(found));
        Assert.Equal("2", found.GetProperty("meta").GetProperty("versionId").GetString());
        Assert.Empty(await StudiesAsync(other.Ehr, "instance=" + study.SopUid(0, 0)));
        Assert.Equal(RegistryErrorCode.DocumentUniqueId, (await DocumentAsync(other.Ehr, first.DocumentUniqueId)).Code);
        Assert.NotNull((await DocumentAsync(other.Ehr, second.DocumentUniqueId)).Content);
        Assert.Equal(404, await StatusAsync(
            $"dicomweb/at/{hospital.Id}/studies/{study.StudyUid}/series/{study.SeriesUid(0)}/instances/{study.SopUid(0, 0)}", other.Ehr, "*/*"));
        Assert.Equal(first.KeyObject.ToArray(), (await DocumentAsync(hospital.Ehr, first.DocumentUniqueId)).Content!.Value.ToArray());
    }

    [Fact]
    public async Task The_first_of_a_chain_of_replacements_stays_replaced_when_it_is_submitted_again()
    {
        var hospital = Exchange.FreshHospital();
        var study = FreshStudy(hospital, FreshPerson());
        var domainId = await FreshDomainIdAsync();
        var first = Named(ImagingSubmission.Of(hospital, PhantomManifest.Of(hospital, study), domainId));
        var second = Named(ImagingSubmission.Of(hospital, PhantomManifest.Of(hospital, study), domainId, replaces: EntryUuidOf(first)));
        var third = ImagingSubmission.Of(hospital, WithoutFirstInstance(PhantomManifest.Of(hospital, study)), domainId, replaces: EntryUuidOf(second));
        foreach (var submission in new[] { first, second, third, first })
            await ProvideAsync(hospital, submission);

        Assert.Equal([study.SopUid(0, 1)], InstancesOf(await StudyAsync(hospital.Ehr, ByNumber(hospital, study.PatientId))));
    }

    [Fact]
    public async Task A_replacement_that_is_submitted_again_takes_the_place_again()
    {
        var hospital = Exchange.FreshHospital();
        var study = FreshStudy(hospital, FreshPerson());
        var domainId = await FreshDomainIdAsync();
        var first = Named(ImagingSubmission.Of(hospital, PhantomManifest.Of(hospital, study), domainId));
        var second = Named(ImagingSubmission.Of(hospital, WithoutFirstInstance(PhantomManifest.Of(hospital, study)), domainId, replaces: EntryUuidOf(first)));
        await ProvideAsync(hospital, first);
        await ProvideAsync(hospital, second);
        Assert.Equal(ResponseStatus.Success, (await DeprecateAsync(hospital, second)).Status);
        await ProvideAsync(hospital, first);
        Assert.Equal(2, InstancesOf(await StudyAsync(hospital.Ehr, ByNumber(hospital, study.PatientId))).Count);

        await ProvideAsync(hospital, second);
        Assert.Equal([study.SopUid(0, 1)], InstancesOf(await StudyAsync(hospital.Ehr, ByNumber(hospital, study.PatientId))));
    }

    [Fact]
    public async Task A_key_object_that_came_bare_is_replaced_by_one_with_metadata()
    {
        var hospital = Exchange.FreshHospital();
        var study = FreshStudy(hospital, FreshPerson());
        var bare = PhantomManifest.Of(hospital, study);
        await StowAsync(hospital, bare);
        await ProvideAsync(hospital, ImagingSubmission.Of(hospital, WithoutFirstInstance(PhantomManifest.Of(hospital, study)), await FreshDomainIdAsync(),
            replaces: HieImaging.Manifests.DocumentEntries.DocumentEntryWriter.EntryUuidOf(bare.KeyObject)));

        Assert.Equal([study.SopUid(0, 1)], InstancesOf(await StudyAsync(hospital.Ehr, ByNumber(hospital, study.PatientId))));
    }

    [Fact]
    public async Task An_emptied_manifest_leaves_every_door_at_once()
    {
        var (hospital, other) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        var study = FreshStudy(hospital, FreshPerson());
        var domainId = await FreshDomainIdAsync();
        var first = Named(ImagingSubmission.Of(hospital, PhantomManifest.Of(hospital, study), domainId));
        await ProvideAsync(hospital, first);
        var id = (await StudyAsync(other.Ehr, ByNumber(hospital, study.PatientId))).GetProperty("id").GetString();

        var manifest = PhantomManifest.Of(hospital, study);
        await ProvideAsync(hospital, ImagingSubmission.Of(hospital, manifest with { Study = manifest.Study with { Series = [] } }, domainId, replaces: EntryUuidOf(first)));

        await IsGone(other.Ehr, hospital, study, id!, first.DocumentUniqueId);
    }

    [Fact]
    public async Task A_deprecated_manifest_leaves_every_door_at_once_and_comes_back_when_it_is_submitted_again()
    {
        var (hospital, other) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        var study = FreshStudy(hospital, FreshPerson());
        var submission = Named(ImagingSubmission.Of(hospital, PhantomManifest.Of(hospital, study), await FreshDomainIdAsync()));
        await ProvideAsync(hospital, submission);
        var id = (await StudyAsync(other.Ehr, ByNumber(hospital, study.PatientId))).GetProperty("id").GetString();

        Assert.Equal(RegistryErrorCode.UnresolvedReference, Assert.Single((await DeprecateAsync(other, submission)).Errors).Code);
        Assert.Equal(ResponseStatus.Success, (await DeprecateAsync(hospital, submission)).Status);
        await IsGone(other.Ehr, hospital, study, id!, submission.DocumentUniqueId);
        Assert.Equal(RegistryErrorCode.MetadataVersion, Assert.Single((await DeprecateAsync(hospital, submission)).Errors).Code);

        await ProvideAsync(hospital, submission);
        var back = await StudyAsync(other.Ehr, ByNumber(hospital, study.PatientId));
        Assert.Equal(id, back.GetProperty("id").GetString());
        Assert.Equal("3", back.GetProperty("meta").GetProperty("versionId").GetString());
    }

    [Fact]
    public async Task A_rejection_note_takes_its_instances_away_whether_it_comes_before_or_after()
    {
        var hospital = Exchange.FreshHospital();
        var study = FreshStudy(hospital, FreshPerson());
        var manifest = PhantomManifest.Of(hospital, study);
        var rejection = OnlyFirstInstance(PhantomManifest.Of(hospital, study)) with
        {
            Title = new CodedConcept("113001", "DCM", "Rejected for Quality Reasons"), Role = ManifestRole.Rejection,
        };
        await StowAsync(hospital, rejection);
        await StowAsync(hospital, manifest);

        Assert.Equal([study.SopUid(0, 1)], InstancesOf(await StudyAsync(hospital.Ehr, ByNumber(hospital, study.PatientId))));
    }

    [Fact]
    public async Task One_study_uid_under_two_patient_ids_is_two_resources_that_do_not_show_each_others_instances()
    {
        var hospital = Exchange.FreshHospital();
        var study = FreshStudy(hospital, FreshPerson(), null, PhantomSeries.Ct(1), PhantomSeries.Ct(1));
        var images = PhantomManifest.Of(hospital, study);
        var otherNumber = "P" + Exchange.FreshNumber();
        var report = PhantomManifest.Of(hospital, study) with { Patient = images.Patient with { Identifier = hospital.Patient(otherNumber) } };
        await StowAsync(hospital, images with { Study = images.Study with { Series = [images.Study.Series[0]] } });
        await StowAsync(hospital, report with { Study = report.Study with { Series = [report.Study.Series[1]] } });

        Assert.Equal(2, (await StudiesAsync(hospital.Ehr, "identifier=" + Uri.EscapeDataString("urn:dicom:uid|urn:oid:" + study.StudyUid))).Count);
        Assert.Equal([study.SopUid(0, 0)], InstancesOf(await StudyAsync(hospital.Ehr, ByNumber(hospital, study.PatientId))));
        Assert.Equal([study.SopUid(1, 0)], InstancesOf(await StudyAsync(hospital.Ehr, ByNumber(hospital, otherNumber))));
    }

    private async Task IsGone(string client, PretendHospital hospital, PhantomStudy study, string id, string documentUniqueId)
    {
        Assert.Empty(await StudiesAsync(client, ByNumber(hospital, study.PatientId)));
        Assert.Empty(await StudiesAsync(client, "identifier=" + study.StudyUid));
        Assert.Empty(await StudiesAsync(client, "_id=" + id));
        Assert.Equal(410, await StatusAsync("fhir/ImagingStudy/" + id, client));
        Assert.Equal(200, await StatusAsync($"fhir/ImagingStudy/{id}/_history/1", client));
        Assert.Equal(RegistryErrorCode.DocumentUniqueId, (await DocumentAsync(client, documentUniqueId)).Code);
        Assert.Equal(404, await StatusAsync($"dicomweb/at/{hospital.Id}/studies/{study.StudyUid}", client, "*/*"));
    }

    private async Task StowAsync(PretendHospital hospital, Manifest manifest)
    {
        using var answer = await Source.StowAsync(hospital.Id, [HieImaging.Manifests.KeyObjects.KeyObjectWriter.Write(manifest)],
            await Exchange.TokenAsync(hospital.Pacs), CancellationToken.None);
        Assert.True((int)answer.StatusCode == 200, $"STOW-RS: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private static Manifest WithoutFirstInstance(Manifest manifest) => With(manifest, series => series with { Instances = [.. series.Instances.Skip(1)] });

    private static Manifest OnlyFirstInstance(Manifest manifest) => With(manifest, series => series with { Instances = [series.Instances[0]] });

    private static Manifest With(Manifest manifest, Func<ManifestSeries, ManifestSeries> change) => manifest with
    {
        Study = manifest.Study with { Series = [change(manifest.Study.Series[0]), .. manifest.Study.Series.Skip(1)] },
    };
}

[Collection(InOneProcess.Name)]
public sealed class WithdrawingStoriesInOneProcess(OneProcess exchange) : WithdrawingStories(exchange);

[Collection(InOneProcessARole.Name)]
public sealed class WithdrawingStoriesInOneProcessARole(OneProcessARole exchange) : WithdrawingStories(exchange);
