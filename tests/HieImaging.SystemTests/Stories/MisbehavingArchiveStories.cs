using System.Net.Http.Headers;
using System.Text.Json;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Misbehaving;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.SystemTests.Harness;
using HieImaging.Wire;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>An archive that goes wrong never makes a study look complete that is not, and holds nobody else up.</summary>
public abstract class MisbehavingArchiveStories(Exchange exchange) : RetrievalStory(exchange)
{
    [Theory]
    [InlineData(ArchiveFault.TruncatedPart)]
    [InlineData(ArchiveFault.NoClosingBoundary)]
    [InlineData(ArchiveFault.WrongBoundary)]
    [InlineData(ArchiveFault.EmptyBody)]
    [InlineData(ArchiveFault.MissingInstance)]
    [InlineData(ArchiveFault.CutConnection)]
    [InlineData(ArchiveFault.Stalls)]
    [InlineData(ArchiveFault.AnotherStudy)]
    [InlineData(ArchiveFault.HtmlPage)]
    [InlineData(ArchiveFault.ServerError)]
    [InlineData(ArchiveFault.NeverAnswers)]
    public async Task The_caller_never_gets_a_clean_end_of_a_short_study(ArchiveFault fault)
    {
        var (hospital, archive, study) = await TroubledAsync();
        archive.Fault = fault;

        var (status, instances, whole) = await AttemptAsync(hospital, study);

        Assert.Equal(1, archive.Requests);
        Assert.False(whole, $"{fault}: {status} with {instances} of 3 instances ended as if it were whole");
        Assert.True(status is 200 or 503, $"{fault}: {status}");
        archive.Fault = ArchiveFault.None;
        Assert.Equal((200, 3, true), await AttemptAsync(hospital, study));
    }

    [Fact]
    public async Task A_caller_who_leaves_in_the_middle_frees_the_archive()
    {
        var (hospital, archive, study) = await TroubledAsync();
        archive.Fault = ArchiveFault.Stalls;
        using var leaving = new CancellationTokenSource();
        using var request = await RequestAsync(hospital, study);
        using var answer = await Exchange.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var reading = (await answer.Content.ReadAsStreamAsync()).CopyToAsync(Stream.Null, leaving.Token);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await Deadline.Until("the archive is free again", () => Task.FromResult(archive.Abandoned == 1), TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_caller_who_leaves_before_the_first_byte_frees_the_archive()
    {
        var (hospital, archive, study) = await TroubledAsync();
        archive.Fault = ArchiveFault.NeverAnswers;
        using var leaving = new CancellationTokenSource();
        using var request = await RequestAsync(hospital, study);
        var asking = Exchange.Http.SendAsync(request, leaving.Token);
        await Deadline.Until("the archive is asked", () => Task.FromResult(archive.Requests == 1));

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await Deadline.Until("the archive is free again", () => Task.FromResult(archive.Abandoned == 1), TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task One_dead_archive_is_left_alone_and_costs_the_others_nothing()
    {
        var (hospital, archive, study) = await TroubledAsync();
        var (well, held) = await HeldAsync();
        archive.Fault = ArchiveFault.ServerError;
        var before = archive.Requests;
        for (var i = 0; i < 8 * Exchange.Nodes.Count; i++)
            Assert.Equal(503, (await AttemptAsync(hospital, study)).Status);

        // Each process has a breaker of its own, which opens within five questions; one process may also have probed the archive.
        Assert.InRange(archive.Requests - before, 1, (5 * Exchange.Nodes.Count) + 1);
        Assert.Equal(5, (await PartsAsync(At(well, held), hospital.Ehr)).Count);
    }

    [Fact]
    public async Task A_value_of_metadata_that_has_no_end_is_refused_while_it_comes()
    {
        var (hospital, archive, study) = await TroubledAsync();
        archive.Fault = ArchiveFault.EndlessText;

        using var answer = await MetadataAsync(hospital, study);

        Assert.Equal(503, (int)answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.InRange(archive.Taken, 1, 128 << 20);
        archive.Fault = ArchiveFault.None;
        using var next = await MetadataAsync(hospital, study);
        Assert.Equal(3, (await InstancesAsync(next)).Length);
    }

    [Theory]
    [InlineData(0, 206)]                // gathered: said before the first byte
    [InlineData(9 << 20, 200)]          // larger than what is gathered: breaks off
    public async Task Metadata_of_a_study_that_lost_an_instance_never_ends_as_if_it_were_whole(int text, int status)
    {
        var (hospital, archive, study) = await TroubledAsync();
        archive.Text = text;
        using var whole = await MetadataAsync(hospital, study);
        Assert.Equal(200, (int)whole.StatusCode);
        Assert.Equal(study.Instances().Select(instance => instance.SopUid), await InstancesAsync(whole));

        archive.Fault = ArchiveFault.MissingInstance;
        using var shortened = await MetadataAsync(hospital, study);

        Assert.Equal(status, (int)shortened.StatusCode);
        if (status == 206)
            Assert.Equal(2, (await InstancesAsync(shortened)).Length);
        else
            await Assert.ThrowsAnyAsync<Exception>(() => shortened.Content.ReadAsByteArrayAsync());
    }

    private async Task<HttpResponseMessage> MetadataAsync(PretendHospital hospital, PhantomStudy study)
    {
        using var request = await RequestAsync(hospital, study, "/metadata", "application/dicom+json");
        return await Exchange.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task<string[]> InstancesAsync(HttpResponseMessage answer)
    {
        using var metadata = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
        return [.. metadata.RootElement.EnumerateArray().Select(instance => instance.GetProperty("00080018").GetProperty("Value")[0].GetString()!)];
    }

    private async Task<(PretendHospital Hospital, MisbehavingArchive Archive, PhantomStudy Study)> TroubledAsync()
    {
        var (hospital, archive) = Exchange.TroubledHospital();
        var study = FreshStudy(hospital, FreshPerson(), null, PhantomSeries.Ct(3));
        foreach (var instance in study.Instances())
            archive.Hold(instance);
        foreach (var instance in FreshStudy(hospital, FreshPerson()).Instances())
            archive.Hold(instance);
        await PublishAsync(hospital, study);
        return (hospital, archive, study);
    }

    private async Task<HttpRequestMessage> RequestAsync(PretendHospital hospital, PhantomStudy study, string below = "", string accept = AnyDicom)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "dicomweb/" + At(hospital, study) + below);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Exchange.TokenAsync(hospital.Ehr));
        return request;
    }

    /// <summary>What a reader takes from it: the status, how many instances, and whether it ended as a whole study does.</summary>
    private async Task<(int Status, int Instances, bool Whole)> AttemptAsync(PretendHospital hospital, PhantomStudy study)
    {
        using var request = await RequestAsync(hospital, study);
        using var answer = await Exchange.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if ((int)answer.StatusCode != 200)
            return ((int)answer.StatusCode, 0, false);
        try
        {
            var parts = await PartsAsync(answer);
            return (200, parts.Count, true);
        }
        catch (Exception broken) when (broken is MalformedException or IOException or HttpRequestException)
        {
            return (200, 0, false);
        }
    }
}

[Collection(InOneProcess.Name)]
public sealed class MisbehavingArchiveStoriesInOneProcess(OneProcess exchange) : MisbehavingArchiveStories(exchange);

[Collection(InOneProcessARole.Name)]
public sealed class MisbehavingArchiveStoriesInOneProcessARole(OneProcessARole exchange) : MisbehavingArchiveStories(exchange);
