using System.Net;
using System.Text.Json;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>RAD-129: what viewers ask before they retrieve, answered by the registry for all members' archives.</summary>
public abstract class QueryingStories(Exchange exchange) : RetrievalStory(exchange)
{
    private const string Trusted = PretendDomain.TrustedIdentifier;
    private const string DicomJson = "application/dicom+json";

    [Fact]
    public async Task A_study_is_found_by_each_of_its_keys_and_not_by_others()
    {
        var (hospital, study) = await HeldAsync();

        foreach (var query in (string[])
        [
            $"StudyInstanceUID={study.StudyUid}", $"0020000D=1.2.3,{study.StudyUid}", $"PatientID={study.PatientId}", $"00100020={study.PatientId}&ModalitiesInStudy=MR",
            $"PatientID={study.PatientId}&IssuerOfPatientID={hospital.Id.ToUpperInvariant()}", $"AccessionNumber={study.Accession}",
            $"AccessionNumber={study.Accession}&IssuerOfAccessionNumberSequence.UniversalEntityID={hospital.AccessionAuthority}",
            $"PatientName={study.Person.Family}*", $"PatientName={study.Person.Family.ToUpperInvariant()}%5E*&StudyDate=20240301-20240305&StudyTime=0930",
            $"SeriesInstanceUID={study.SeriesUid(1)}", $"SOPInstanceUID={study.SopUid(1, 1)}&Modality=MR", $"StudyDescription=CT+h*&PatientID={study.PatientId[..^1]}?",
        ])
            Assert.Equal([study.StudyUid], await UidsAsync("studies?" + query, hospital.Ehr));
        foreach (var query in (string[])
        [
            $"StudyInstanceUID={study.StudyUid}&ModalitiesInStudy=US", $"PatientID={study.PatientId}&StudyDate=20240306-", $"AccessionNumber={study.Accession}&StudyDescription=MR*",
            $"StudyInstanceUID={study.StudyUid}&PatientName=Nobody*", $"AccessionNumber={study.Accession}&IssuerOfAccessionNumberSequence.UniversalEntityID=1.2.3",
            $"SOPInstanceUID={study.SopUid(1, 1)}&Modality=CT",
        ])
            Assert.Empty(await UidsAsync("studies?" + query, hospital.Ehr));
    }

    [Fact]
    public async Task Series_and_instances_lead_to_the_bytes()
    {
        var (hospital, study) = await HeldAsync();

        Assert.Equal([study.SeriesUid(0), study.SeriesUid(1)], await UidsAsync($"studies/{study.StudyUid}/series", hospital.Ehr, "0020000E"));
        Assert.Equal([study.SeriesUid(1)], await UidsAsync($"series?StudyInstanceUID={study.StudyUid}&Modality=MR", hospital.Ehr, "0020000E"));
        Assert.Equal(5, (await ResultsAsync($"at/{hospital.Id}/studies/{study.StudyUid}/instances", hospital.Ehr)).Count);
        var instances = await ResultsAsync($"studies/{study.StudyUid}/series/{study.SeriesUid(1)}/instances?limit=1&offset=1", hospital.Ehr);
        var instance = Assert.Single(instances);
        Assert.Equal(study.SopUid(1, 1), Value(instance, "00080018"));
        Assert.Equal("ONLINE", Value(instance, "00080056"));
        Assert.Equal(study.SopUid(0, 2), Value(Assert.Single(await ResultsAsync($"instances?SOPInstanceUID={study.SopUid(0, 2)}", hospital.Ehr)), "00080018"));

        var url = Value(instance, "00081190")!;
        Assert.StartsWith(Exchange.Address.ToString(), url, StringComparison.Ordinal);
        var part = Assert.Single(await PartsAsync(url[(Exchange.Address + "dicomweb/").Length..], hospital.Ehr));
        Assert.Equal(HashOf(study.Instance(1, 1)), part.Hash);
    }

    [Fact]
    public async Task A_bare_number_is_the_callers_own_and_finds_the_whole_person()
    {
        var (north, south) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        var (person, ssn, number) = (FreshPerson(), Exchange.FreshNumber(), FreshPatientNumber());
        var (atNorth, stranger) = (FreshStudy(north, person), FreshStudy(north, FreshPerson(), number));
        await PublishAsync(north, atNorth);
        await PublishAsync(north, stranger);
        await FeedAsync(north, person, atNorth.PatientId, (Trusted, ssn));
        await FeedAsync(south, person, number, (Trusted, ssn));
        await Deadline.Until("south finds north's study", async () => (await UidsAsync("studies?PatientID=" + number, south.Ehr)).SequenceEqual([atNorth.StudyUid]));

        var study = Assert.Single(await ResultsAsync($"studies?PatientID={number}&includefield=OtherPatientIDsSequence", south.Ehr));
        Assert.Equal((number, south.Id.ToUpperInvariant()), (Value(study, "00100020"), Value(study, "00100021")));
        Assert.Equal(atNorth.PatientId, Value(study.GetProperty("00101002").GetProperty("Value")[0], "00100020"));
        // unasked, it is shown under south's number too; the stranger under one that is none of south's
        Assert.Equal(number, Value(Assert.Single(await ResultsAsync("studies?StudyInstanceUID=" + atNorth.StudyUid, south.Ehr)), "00100020"));
        var shown = Value(Assert.Single(await ResultsAsync("studies?StudyInstanceUID=" + stranger.StudyUid, south.Ehr)), "00100020")!;
        Assert.Equal($"{number}^^^&{north.Authority.Oid.Text}&ISO", shown);
        Assert.Equal([stranger.StudyUid], await UidsAsync("studies?00100020=" + Uri.EscapeDataString(shown), south.Ehr));
        Assert.Equal([stranger.StudyUid], await UidsAsync($"studies?PatientID={number}&IssuerOfPatientIDQualifiersSequence.UniversalEntityID={north.Authority.Oid.Text}", south.Ehr));
    }

    [Fact]
    public async Task One_UID_at_two_custodians_is_two_results_with_an_address_each()
    {
        var (north, south) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        var study = FreshStudy(north, FreshPerson());
        await PublishAsync(north, study);
        await PublishAsync(south, study);

        var both = await ResultsAsync("studies?StudyInstanceUID=" + study.StudyUid, north.Ehr);
        Assert.Equal(
            new[] { north, south }.Select(hospital => $"{Exchange.Address}dicomweb/at/{hospital.Id}/studies/{study.StudyUid}").Order(),
            both.Select(one => Value(one, "00081190")).Order());
        Assert.Single(await ResultsAsync($"at/{south.Id}/studies?StudyInstanceUID={study.StudyUid}", north.Ehr));
    }

    [Fact]
    public async Task Pages_warnings_and_refusals_are_those_of_the_standard()
    {
        var hospital = Exchange.FreshHospital();
        var person = FreshPerson();
        var number = FreshPatientNumber();
        var studies = new[] { FreshStudy(hospital, person, number), FreshStudy(hospital, person, number), FreshStudy(hospital, person, number) };
        foreach (var study in studies)
            await PublishAsync(hospital, study);

        using var first = await RetrieveAsync($"studies?PatientID={number}&limit=2&fuzzymatching=true", hospital.Ehr, DicomJson);
        Assert.Equal(2, first.Headers.GetValues("Warning").Count());
        Assert.Contains(first.Headers.GetValues("Warning"), warning => warning.Contains("fuzzymatching", StringComparison.Ordinal));
        var pages = (await UidsAsync($"studies?PatientID={number}&limit=2", hospital.Ehr)).Concat(await UidsAsync($"studies?PatientID={number}&limit=2&offset=2", hospital.Ehr));
        Assert.Equal(studies.Select(study => study.StudyUid).Order(), pages.Order());
        var searched = (await UidsAsync($"studies?PatientID={number}&StudyDescription=CT*&limit=2", hospital.Ehr)).Concat(await UidsAsync($"studies?PatientID={number}&StudyDescription=CT*&limit=2&offset=2", hospital.Ehr));
        Assert.Equal(studies.Select(study => study.StudyUid).Order(), searched.Order());

        Assert.Equal(204, await StatusOfAsync($"studies?PatientID={number}&offset=3", hospital.Ehr, DicomJson));
        Assert.Equal(406, await StatusOfAsync("studies", hospital.Ehr, "multipart/related; type=\"application/dicom+xml\""));
        Assert.Equal(404, await StatusOfAsync("at/nobody/studies", hospital.Ehr, DicomJson));
        using var refused = await RetrieveAsync($"studies?PatientID={number}&PatientWeight=80", hospital.Ehr, DicomJson);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        using var told = JsonDocument.Parse(await refused.Content.ReadAsStringAsync());
        Assert.Equal("value", told.RootElement.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Who_may_not_see_a_study_finds_nothing_and_who_asked_is_told()
    {
        var (north, south) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        var study = FreshStudy(north, FreshPerson());
        await PublishAsync(north, study);
        var query = $"studies?StudyInstanceUID={study.StudyUid}";
        var subject = (string)(await Exchange.ScalarAsync($"select subject from record_locator.registered_study where study_uid = '{study.StudyUid}'"))!;

        Assert.Single(await ResultsAsync(query, south.Ehr));
        using var request = new HttpRequestMessage(HttpMethod.Get, "dicomweb/" + query);
        request.Headers.Authorization = new("Bearer", await Exchange.Tokens.TokenAsync(south.Ehr, null, "HOPERAT", CancellationToken.None));
        using var operations = await Exchange.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NoContent, operations.StatusCode);

        Assert.Equal(1L, await Exchange.ScalarAsync(
            $"select count(*) from trust.audit_record where transaction = 'RAD-129' and client = '{south.Ehr}' and patient = '{subject}' and study_uid = '{study.StudyUid}' and custodian = '{north.Id}' and outcome = 0"));
        Assert.Equal(1L, await Exchange.ScalarAsync(
            $"select count(*) from trust.audit_record where transaction = 'RAD-129' and client = '{south.Ehr}' and patient is null and outcome = 0"));
    }

    private async Task<IReadOnlyList<JsonElement>> ResultsAsync(string path, string client)
    {
        using var answer = await RetrieveAsync(path, client, DicomJson);
        if (answer.StatusCode == HttpStatusCode.NoContent)
            return [];
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {(int)answer.StatusCode} {body}");
        Assert.Equal(DicomJson, answer.Content.Headers.ContentType?.MediaType);
        using var json = JsonDocument.Parse(body);
        return [.. json.RootElement.EnumerateArray().Select(result => result.Clone())];
    }

    private async Task<IReadOnlyList<string?>> UidsAsync(string path, string client, string tag = "0020000D") =>
        [.. (await ResultsAsync(path, client)).Select(result => Value(result, tag))];

    private static string? Value(JsonElement dataset, string tag) =>
        dataset.TryGetProperty(tag, out var attribute) && attribute.TryGetProperty("Value", out var values) ? values[0].ToString() : null;
}

[Collection(InOneProcess.Name)]
public sealed class QueryingStoriesInOneProcess(OneProcess exchange) : QueryingStories(exchange);
