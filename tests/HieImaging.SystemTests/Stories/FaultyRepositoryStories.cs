using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Publishing;
using HieImaging.PretendFacility.Repositories;
using HieImaging.SystemTests.Harness;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Vocabulary;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>A hospital's repository that goes wrong, and metadata that is corrected or refused before anything was fetched.</summary>
[Collection(InOneProcess.Name)]
public sealed class FaultyRepositoryStories(OneProcess exchange) : KeepingStory(exchange)
{
    [Theory]
    [InlineData(RepositoryFault.NeverAnswers)]
    [InlineData(RepositoryFault.NotThere)]
    [InlineData(RepositoryFault.HtmlPage)]
    public Task A_repository_that_is_not_there_is_asked_again_until_it_is(RepositoryFault fault) => IsAskedAgainAsync(fault);

    [Theory]
    [InlineData(RepositoryFault.WrongHash, RegistryErrorCode.NonIdenticalHash)]
    [InlineData(RepositoryFault.AnotherDocument, "another-document")]
    [InlineData(RepositoryFault.Huge, "too-large")]
    public async Task What_is_not_the_document_is_refused_and_told(RepositoryFault fault, string reason)
    {
        var (hospital, repository) = Exchange.KeepingHospital();
        var (study, submission) = await KeptAsync(hospital, repository);
        repository.Misbehave(hospital.Id, fault);
        await RegisterAsync(hospital, submission);
        await Deadline.Until("it is refused", async () => await Exchange.ScalarAsync(
            $"select reason from registry.awaited_document where document_entry = '{EntryUuidOf(submission)}' and refused") is string told && told == reason);

        Assert.Empty(await StudiesAsync(hospital.Ehr, ByNumber(hospital, study.PatientId)));
        Assert.Equal(1L, await Exchange.ScalarAsync($"select count(*) from trust.audit_record where transaction = 'ITI-43' and custodian = '{hospital.Id}' and outcome = 4"));
    }

    [Fact]
    public async Task A_repository_that_is_given_up_leaves_a_dead_letter_with_its_reason_and_is_asked_once_more_when_told_to()
    {
        var (hospital, repository) = Exchange.KeepingHospital();
        var (study, submission) = await KeptAsync(hospital, repository);
        repository.Misbehave(hospital.Id, RepositoryFault.Down);
        await RegisterAsync(hospital, submission);
        var row = $"registry.awaited_document where document_entry = '{EntryUuidOf(submission)}'";
        await Deadline.Until("it was asked", async () => await Exchange.ScalarAsync("select tries from " + row) is > 0);
        await Exchange.ScalarAsync($"update registry.awaited_document set tries = 1000 where document_entry = '{EntryUuidOf(submission)}' returning tries");
        await Deadline.Until("its message is a dead letter", async () => await Exchange.ScalarAsync(
            "select reason from document_store.dead_letter where consumer = 'registry-fetch-document' and dead_at is not null") is "repository-not-soap");
        Assert.Equal("not-soap", await Exchange.ScalarAsync("select reason from " + row));

        repository.Misbehave(hospital.Id, RepositoryFault.None);
        await NodeProcess.RunAsync(Exchange.Settings, "queues", "replay", "registry-fetch-document");
        await FoundAsync(hospital, study);
    }

    [Fact]
    public async Task A_repository_that_hangs_holds_up_no_other_hospitals_documents()
    {
        var (hanging, repository) = Exchange.KeepingHospital();
        var (other, _) = Exchange.KeepingHospital();
        repository.Misbehave(hanging.Id, RepositoryFault.NeverAnswers);
        var theirs = new List<ImagingSubmission>();
        for (var i = 0; i < 60; i++)
            theirs.Add((await KeptAsync(hanging, repository)).Item2);
        await Parallel.ForEachAsync(theirs, async (submission, _) => await RegisterAsync(hanging, submission));
        var rows = $"registry.awaited_document where document_entry in ({string.Join(", ", theirs.Select(one => $"'{EntryUuidOf(one)}'"))})";
        var (study, submission) = await KeptAsync(other, repository);
        await RegisterAsync(other, submission);

        await Deadline.Until("the other hospital's study is found", async () =>
            (await StudiesAsync(other.Ehr, ByNumber(other, study.PatientId))).SequenceEqual([study.StudyUid]), TimeSpan.FromSeconds(20));      // four at a time would need 45

        Assert.Equal(60L, await Exchange.ScalarAsync("select count(*) from " + rows));
        await Deadline.Until("all of the first one's were looked at", async () =>
            await Exchange.ScalarAsync($"select count(*) from {rows} and reason is null") is 0L);
        Assert.True(Convert.ToInt64(await Exchange.ScalarAsync("select sum(tries) from " + rows)) <= repository.AskedOf(hanging.Id));
        await Deadline.Until("it is told that one is left alone", async () => System.Text.RegularExpressions.Regex.IsMatch(
            await Exchange.Http.GetStringAsync(new Uri(Exchange.Nodes[0].Management, "metrics")), "(?m)^hie_repositories_paused [1-9]"));

        repository.Misbehave(hanging.Id, RepositoryFault.None);
        await Deadline.Until("those of the first one came too", async () =>
            await Exchange.ScalarAsync("select count(*) from " + rows) is 0L, TimeSpan.FromMinutes(2));
        Assert.Equal(0L, await Exchange.ScalarAsync(
            "select count(*) from document_store.dead_letter where consumer = 'registry-fetch-document' and reason in ('repository-paused', 'repository-no-place', 'repository-timeout') and dead_at is not null"));
    }

    [Fact]
    public async Task What_is_corrected_before_it_could_be_fetched_is_found_under_its_correction()
    {
        var (hospital, repository) = Exchange.KeepingHospital();
        var (study, submission) = await KeptAsync(hospital, repository);
        repository.Misbehave(hospital.Id, RepositoryFault.Down);
        await RegisterAsync(hospital, submission);
        Assert.Equal(ResponseStatus.Success, (await UpdateAsync(hospital, submission,
            [submission.At(hospital).Entries[0] with { EntryUuid = "document", LogicalId = EntryUuidOf(submission), ConfidentialityCodes = [new Code("R", "2.16.840.1.113883.5.25", null)] }],
            new Association { EntryUuid = "member", Type = AssociationType.HasMember, Source = "set", Target = "document", PreviousVersion = "1" })).Status);

        repository.Misbehave(hospital.Id, RepositoryFault.None);
        var found = await FoundAsync(hospital, study);
        Assert.Equal("R", Assert.Single(found.GetProperty("meta").GetProperty("security").EnumerateArray()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Nothing_is_registered_that_lies_where_nobody_said_or_is_no_key_object()
    {
        var (hospital, other) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        var (_, submission) = await KeptAsync(hospital, null);
        foreach (var wrong in (Submission[])
        [
            submission.At(hospital),                                               // it has no repository
            submission.At(other),
            submission.Submission with { Entries = [submission.Submission.Entries[0] with { RepositoryUniqueId = PretendDomain.RepositoryUniqueId }] },
            submission.Submission,                                                 // NIST 12084: without repositoryUniqueId
        ])
            Assert.Contains(RegistryErrorCode.RegistryMetadataError, ErrorsOf(await Source.RegisterAsync(wrong, await Exchange.TokenAsync(hospital.Pacs), CancellationToken.None)));
        Assert.Equal(0L, await Exchange.ScalarAsync($"select count(*) from registry.document_entry where custodian = '{hospital.Id}'"));
    }
}
