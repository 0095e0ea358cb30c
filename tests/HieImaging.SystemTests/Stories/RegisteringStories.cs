using System.Net;
using System.Text.Json;
using HieImaging.Manifests.KeyObjects;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.PretendFacility.Publishing;
using HieImaging.SystemTests.Harness;
using HieImaging.Xds.Responses;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>Manifests come in by three doors: what is answered Success is found, what came in bulk is found soon.</summary>
public abstract class RegisteringStories(Exchange exchange) : RegistryStory(exchange)
{
    [Fact]
    public async Task What_is_answered_success_is_found_by_patient_uid_accession_modality_and_date()
    {
        var (hospital, other) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        var study = FreshStudy(hospital, FreshPerson());
        await PublishAsync(hospital, study);

        var patient = ByNumber(hospital, study.PatientId);
        foreach (var parameters in new[]
                 {
                     patient, patient.Replace("patient.", "patient:Patient.", StringComparison.Ordinal), patient.Replace("patient.identifier", "subject:identifier", StringComparison.Ordinal),
                     $"{patient}&modality=CT", $"{patient}&started=2024-03-05", $"{patient}&started=ge2024&status=available", $"{patient}&series=urn:oid:{study.SeriesUid(0)}",
                     "identifier=" + study.StudyUid, "identifier=urn:dicom:uid%7Curn:oid:" + study.StudyUid, "identifier=urn:oid:" + study.StudyUid,
                     "identifier=" + study.Accession, $"identifier={Uri.EscapeDataString($"urn:oid:{hospital.AccessionAuthority}|{study.Accession}")}",
                     "instance=" + study.SopUid(0, 1),
                 })
            Assert.True((await StudiesAsync(other.Ehr, parameters)).SequenceEqual([study.StudyUid]), parameters);
        foreach (var parameters in new[] { $"{patient}&modality=MR", $"{patient}&started=lt2024-03-05", $"{patient}&status=cancelled", ByNumber(other, study.PatientId) })
            Assert.True((await StudiesAsync(other.Ehr, parameters)).Count == 0, parameters);
    }

    [Fact]
    public async Task The_same_submission_again_is_answered_again_and_changes_nothing()
    {
        var hospital = Exchange.FreshHospital();
        var study = FreshStudy(hospital, FreshPerson());
        var submission = await PublishAsync(hospital, study);
        await ProvideAsync(hospital, submission);

        Assert.Equal("1", (await StudyAsync(hospital.Ehr, ByNumber(hospital, study.PatientId))).GetProperty("meta").GetProperty("versionId").GetString());
    }

    [Fact]
    public async Task Manifests_of_one_study_that_come_at_once_are_all_in_it()
    {
        var hospital = Exchange.FreshHospital();
        var study = FreshStudy(hospital, FreshPerson(), null, [.. Enumerable.Range(0, 8).Select(_ => PhantomSeries.Ct(1))]);
        var token = await Exchange.TokenAsync(hospital.Pacs);
        var manifest = PhantomManifest.Of(hospital, study);
        List<byte[]> keyObjects = [.. manifest.Study.Series.Select(series => KeyObjectWriter.Write(
            PhantomManifest.Of(hospital, study) with { Study = manifest.Study with { Series = [series] } }))];
        // each of them twice: the same bytes at the same time are one document
        var answers = await Task.WhenAll(keyObjects.Concat(keyObjects).Select(one => Source.StowAsync(hospital.Id, [one], token, CancellationToken.None)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        var found = await StudyAsync(hospital.Ehr, ByNumber(hospital, study.PatientId));
        Assert.Equal(8, found.GetProperty("numberOfInstances").GetInt32());
        Assert.Equal("8", found.GetProperty("meta").GetProperty("versionId").GetString());
    }

    [Fact]
    public async Task A_key_object_of_another_study_than_the_address_is_refused()
    {
        var hospital = Exchange.FreshHospital();
        var study = FreshStudy(hospital, FreshPerson());
        using var body = new MultipartContent("related", "b") { new ByteArrayContent(KeyObjectWriter.Write(PhantomManifest.Of(hospital, study))) };
        body.Headers.Remove("Content-Type");
        body.Headers.TryAddWithoutValidation("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=b");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"dicomweb/at/{hospital.Id}/studies/1.2.3") { Content = body };
        request.Headers.Authorization = new("Bearer", await Exchange.TokenAsync(hospital.Pacs));
        using var answer = await Exchange.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Empty(await StudiesAsync(hospital.Ehr, "identifier=" + study.StudyUid));
    }

    [Fact]
    public async Task A_patient_that_nobody_fed_is_unknown_and_nothing_is_kept()
    {
        var hospital = Exchange.FreshHospital();
        var study = FreshStudy(hospital, FreshPerson());
        var submission = ImagingSubmission.Of(hospital, PhantomManifest.Of(hospital, study), HieImaging.AffinityDomain.Identifiers.PatientIdentifier.Create(
            HieImaging.AffinityDomain.Identifiers.AssigningAuthority.Parse(HieImaging.PretendFacility.Domains.PretendDomain.PatientIdDomainOid), "D" + Exchange.FreshNumber()));
        var response = await Source.ProvideAsync(submission, await Exchange.TokenAsync(hospital.Pacs), CancellationToken.None);

        Assert.Equal(ResponseStatus.Failure, response.Status);
        Assert.Equal(RegistryErrorCode.UnknownPatientId, Assert.Single(response.Errors, error => error.Severity == Severity.Error).Code);
        Assert.Empty(await StudiesAsync(hospital.Ehr, "identifier=" + study.StudyUid));
        Assert.Equal(RegistryErrorCode.DocumentUniqueId, (await DocumentAsync(hospital.Ehr, submission.DocumentUniqueId)).Code);
    }

    [Fact]
    public async Task A_large_intake_is_kept_while_it_comes_and_leaves_nothing_where_it_is_broken_off()
    {
        const string Unfinished = "select count(*) from registry.intake_item item where not exists (select from registry.intake known where known.id = item.intake)";
        var hospital = Exchange.FreshHospital();
        var study = FreshStudy(hospital, FreshPerson());
        var keyObject = KeyObjectWriter.Write(PhantomManifest.Of(hospital, study));
        ReadOnlyMemory<byte>[] before = [.. Enumerable.Range(0, 5).Select(_ => (ReadOnlyMemory<byte>)new byte[4 * 1024 * 1024])];
        async Task<HttpResponseMessage> SendAsync(Func<Task> then)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "manifests")
            {
                Content = new HaltingContent(keyObject, KeptAsync(then), before),
                Headers = { Authorization = new("Bearer", await Exchange.TokenAsync(hospital.Pacs)) },
            };
            return await Exchange.Http.SendAsync(request);
        }
        async Task KeptAsync(Func<Task> then)
        {
            await Deadline.Until("what came is kept", async () => (long)(await Exchange.ScalarAsync(Unfinished))! >= 4);
            await then();
        }

        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(() => throw new IOException("The sender has gone.")));
        await Deadline.Until("nothing is left", async () => (long)(await Exchange.ScalarAsync(Unfinished))! == 0);

        using var accepted = await SendAsync(() => Task.CompletedTask);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        await Deadline.Until("its study is found", async () => (await StudiesAsync(hospital.Ehr, ByNumber(hospital, study.PatientId))).Count == 1);
        Assert.Equal(0L, await Exchange.ScalarAsync(Unfinished));
    }

    [Fact]
    public async Task In_bulk_each_key_object_is_registered_from_the_queue_or_refused_with_a_code()
    {
        var (hospital, other) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        var studies = Enumerable.Range(0, 5).Select(_ => FreshStudy(hospital, FreshPerson())).ToList();
        List<ReadOnlyMemory<byte>> parts = [.. studies.Select(study => (ReadOnlyMemory<byte>)KeyObjectWriter.Write(PhantomManifest.Of(hospital, study))), "no DICOM"u8.ToArray()];
        using var accepted = await Source.BulkAsync(parts, await Exchange.TokenAsync(hospital.Pacs), CancellationToken.None);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        var intake = accepted.Headers.Location!.OriginalString.TrimStart('/');

        var progress = default(JsonElement);
        await Deadline.Until("the intake is done", async () => (progress = await JsonAsync(intake, hospital.Pacs)).GetProperty("done").GetBoolean(), TimeSpan.FromSeconds(60));
        Assert.Equal(6, progress.GetProperty("received").GetInt32());
        Assert.Equal(5, progress.GetProperty("registered").GetInt32());
        Assert.Equal(ManifestRefusal.NotDicom, Assert.Single(progress.GetProperty("refused").EnumerateArray()).GetProperty("code").GetString());
        foreach (var study in studies)
            Assert.Equal([study.StudyUid], await StudiesAsync(other.Ehr, ByNumber(hospital, study.PatientId)));
        Assert.Equal(404, await StatusAsync(intake, other.Pacs, "application/json"));
    }

    [Fact]
    public async Task Stow_answers_for_each_object_and_twice_the_same_is_no_new_version()
    {
        var hospital = Exchange.FreshHospital();
        var study = FreshStudy(hospital, FreshPerson());
        var manifest = PhantomManifest.Of(hospital, study);
        var keyObject = KeyObjectWriter.Write(manifest);
        var changed = KeyObjectWriter.Write(manifest with { Study = manifest.Study with { Description = "other bytes" } });
        var token = await Exchange.TokenAsync(hospital.Pacs);

        using (var first = await Source.StowAsync(hospital.Id, [keyObject, keyObject], token, CancellationToken.None))
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using (var conflict = await Source.StowAsync(hospital.Id, [changed], token, CancellationToken.None))
        {
            Assert.Equal(HttpStatusCode.Conflict, conflict.StatusCode);
            using var json = JsonDocument.Parse(await conflict.Content.ReadAsStringAsync());
            var failed = json.RootElement.GetProperty("00081198").GetProperty("Value")[0];
            Assert.Equal(0x0111, failed.GetProperty("00081197").GetProperty("Value")[0].GetInt32());
            Assert.Equal(manifest.KeyObject.Text, failed.GetProperty("00081155").GetProperty("Value")[0].GetString());
        }
        using (var broken = await Source.StowAsync(hospital.Id, [], token, CancellationToken.None))
            Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);

        Assert.Equal("1", (await StudyAsync(hospital.Ehr, ByNumber(hospital, study.PatientId))).GetProperty("meta").GetProperty("versionId").GetString());
    }

    [Fact]
    public async Task A_hospital_does_not_submit_for_another()
    {
        var (hospital, other) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        var study = FreshStudy(hospital, FreshPerson());
        var keyObject = KeyObjectWriter.Write(PhantomManifest.Of(hospital, study));
        using (var forbidden = await Source.StowAsync(hospital.Id, [keyObject], await Exchange.TokenAsync(other.Pacs), CancellationToken.None))
            Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        using (var foreign = await Source.StowAsync(other.Id, [keyObject], await Exchange.TokenAsync(other.Pacs), CancellationToken.None))
            Assert.Equal(HttpStatusCode.Conflict, foreign.StatusCode);
        Assert.Empty(await StudiesAsync(hospital.Ehr, "identifier=" + study.StudyUid));
    }
}

[Collection(InOneProcess.Name)]
public sealed class RegisteringStoriesInOneProcess(OneProcess exchange) : RegisteringStories(exchange);

[Collection(InOneProcessARole.Name)]
public sealed class RegisteringStoriesInOneProcessARole(OneProcessARole exchange) : RegisteringStories(exchange);
