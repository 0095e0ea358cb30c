using HieImaging.PretendFacility.Repositories;
using HieImaging.SystemTests.Harness;
using HieImaging.Xds.Responses;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>A hospital keeps its manifests in a repository of its own (ITI-42): they are fetched from there, and their studies are found.</summary>
public abstract class KeepingStories(Exchange exchange) : KeepingStory(exchange)
{
    [Fact]
    public async Task What_is_registered_is_fetched_and_its_study_is_found()
    {
        var (hospital, repository) = Exchange.KeepingHospital();
        var (study, submission) = await KeptAsync(hospital, repository);
        await RegisterAsync(hospital, submission);
        await FoundAsync(hospital, study);

        Assert.Equal(RegistryErrorCode.DocumentUniqueId, (await DocumentAsync(hospital.Ehr, submission.DocumentUniqueId)).Code);           // its repository has it, this node has not
        Assert.Equal(1L, await Exchange.ScalarAsync($"select count(*) from trust.audit_record where transaction = 'ITI-43' and client is null and custodian = '{hospital.Id}' and outcome = 0"));
        Assert.Equal(0L, await Exchange.ScalarAsync($"select count(*) from registry.document_content where unique_id = '{submission.DocumentUniqueId}'"));

        await RegisterAsync(hospital, submission);                                  // the same again: its answer again, and nobody is asked
        Assert.Equal(1, repository.AskedOf(hospital.Id));
        Assert.Equal(ResponseStatus.Success, (await DeprecateAsync(hospital, submission)).Status);
        Assert.Empty(await StudiesAsync(hospital.Ehr, ByNumber(hospital, study.PatientId)));
    }

    [Fact]
    public Task A_repository_that_is_down_is_asked_again_until_it_is_not() => IsAskedAgainAsync(RepositoryFault.Down);
}

[Collection(InOneProcess.Name)]
public sealed class KeepingStoriesInOneProcess(OneProcess exchange) : KeepingStories(exchange);

[Collection(InOneProcessARole.Name)]
public sealed class KeepingStoriesInOneProcessARole(OneProcessARole exchange) : KeepingStories(exchange);
