using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.PretendFacility.Publishing;
using HieImaging.PretendFacility.Repositories;
using HieImaging.SystemTests.Harness;
using HieImaging.Xds.Responses;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>What a hospital with a repository of its own does.</summary>
public abstract class KeepingStory(Exchange exchange) : RegistryStory(exchange)
{
    protected async Task IsAskedAgainAsync(RepositoryFault fault)
    {
        var (hospital, repository) = Exchange.KeepingHospital();
        var (study, submission) = await KeptAsync(hospital, repository);
        repository.Misbehave(hospital.Id, fault);
        await RegisterAsync(hospital, submission);
        await Deadline.Until("it was asked and did not answer", async () =>
            await Exchange.ScalarAsync($"select tries from registry.awaited_document where document_entry = '{EntryUuidOf(submission)}'") is > 0);
        Assert.Empty(await StudiesAsync(hospital.Ehr, ByNumber(hospital, study.PatientId)));
        Assert.Single(Matches(await SearchAsync(hospital.Ehr, "DocumentReference?identifier=urn:oid:" + submission.DocumentUniqueId)));

        repository.Misbehave(hospital.Id, RepositoryFault.None);
        await FoundAsync(hospital, study);
    }

    protected async Task<(PhantomStudy, ImagingSubmission)> KeptAsync(PretendHospital hospital, PretendRepository? repository)
    {
        var study = FreshStudy(hospital, FreshPerson());
        var submission = Named(ImagingSubmission.Of(hospital, PhantomManifest.Of(hospital, study), await FreshDomainIdAsync()));
        repository?.Hold(submission.DocumentUniqueId, submission.KeyObject);
        return (study, submission);
    }

    protected async Task RegisterAsync(PretendHospital hospital, ImagingSubmission submission)
    {
        var response = await Source.RegisterAsync(submission.At(hospital), await Exchange.TokenAsync(hospital.Pacs), CancellationToken.None);
        Assert.True(response.Status == ResponseStatus.Success, string.Join("; ", response.Errors));
    }

    protected async Task<System.Text.Json.JsonElement> FoundAsync(PretendHospital hospital, PhantomStudy study)
    {
        await Deadline.Until("the study is found", async () => (await StudiesAsync(hospital.Ehr, ByNumber(hospital, study.PatientId))).SequenceEqual([study.StudyUid]));
        return await StudyAsync(hospital.Ehr, ByNumber(hospital, study.PatientId));
    }
}
