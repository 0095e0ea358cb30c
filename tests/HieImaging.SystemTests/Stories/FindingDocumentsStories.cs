using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HieImaging.Fhir.Json;
using HieImaging.PretendFacility.Publishing;
using HieImaging.SystemTests.Harness;
using HieImaging.Xds.Responses;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>A mobile consumer finds the documents of the registry and retrieves them (MHD: ITI-67, ITI-68).</summary>
public abstract class FindingDocumentsStories(Exchange exchange) : RegistryStory(exchange)
{
    [Fact]
    public async Task A_manifest_is_found_as_a_DocumentReference_and_its_address_gives_the_exact_bytes()
    {
        var north = Exchange.FreshHospital();
        var study = FreshStudy(north, FreshPerson());
        var submission = await PublishAsync(north, study);

        var document = Assert.Single(await DocumentsAsync(north.Ehr, ByNumber(north, study.PatientId) + "&status=current"));

        Assert.IsType<FhirReading.Accepted>(FhirJson.Read(Encoding.UTF8.GetBytes(document.GetRawText())));
        Assert.Equal("urn:oid:" + submission.DocumentUniqueId, document.GetProperty("masterIdentifier").GetProperty("value").GetString());
        var attachment = document.GetProperty("content")[0].GetProperty("attachment");
        Assert.Equal("application/dicom", attachment.GetProperty("contentType").GetString());
        using var answer = await GetAsync(attachment.GetProperty("url").GetString()!, north.Ehr, "application/dicom");
        Assert.Equal("application/dicom", answer.Content.Headers.ContentType!.MediaType);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(submission.KeyObject.ToArray(), bytes);
#pragma warning disable CA5350 // attachment.hash is SHA-1
        Assert.Equal(Convert.ToBase64String(SHA1.HashData(bytes)), attachment.GetProperty("hash").GetString());
#pragma warning restore CA5350
    }

    [Fact]
    public async Task Every_parameter_of_the_transaction_finds_it_and_a_wrong_value_does_not()
    {
        var north = Exchange.FreshHospital();
        var study = FreshStudy(north, FreshPerson());
        var submission = await PublishAsync(north, study);
        var entry = submission.Submission.Entries[0];

        foreach (var (right, wrong) in new[]
        {
            ("status=current", "status=superseded"), ($"identifier=urn:oid:{entry.UniqueId}", "identifier=urn:oid:1.2.3"),
            ($"type=http://loinc.org|{entry.TypeCode!.Value}", "type=http://loinc.org|1"), ($"category={entry.ClassCode!.Value}", "category=REPORTS"),
            ($"setting=http://snomed.info/sct|{entry.PracticeSettingCode!.Value}", "setting=1"), ($"facility={entry.FacilityTypeCode!.Value}", "facility=1"),
            ($"format=urn:oid:{entry.FormatCode!.Scheme}|{entry.FormatCode.Value}", "format=urn:oid:1.2|1"),
            ("event=http://dicom.nema.org/resources/ontology/DCM|CT", "event=MR"), ("modality=CT", "modality=MR"), ("modality:not=MR", "modality:not=CT"),
            ("security-label=http://terminology.hl7.org/CodeSystem/v3-Confidentiality|N", "security-label=V"),
            ("creation=2024-03-05", "creation=lt2024-03-05"), ("creation=2024", "creation=2023"), ("period=ge2024-03-01&period=le2024-03-31", "period=ge2024-03-06"),
            ("date=ge2020", "date=lt2020"), ($"study-instance-uid=urn:dicom:uid|urn:oid:{study.StudyUid}", "study-instance-uid=1.2.3"),
            ("event:missing=false", "event:missing=true"), ("event=CT", "author.family=Nobody"), ("event=CT", "bodysite=80891009"),
        })
        {
            Assert.Single(await DocumentsAsync(north.Ehr, $"{ByNumber(north, study.PatientId)}&{right}"));
            Assert.True((await DocumentsAsync(north.Ehr, $"{ByNumber(north, study.PatientId)}&{wrong}")).Count == 0, wrong);
        }
        Assert.Single(await DocumentsAsync(north.Ehr, $"patient.identifier={Uri.EscapeDataString(PatientOf(entry.PatientId!))}&status=current"));
        Assert.Equal(400, await StatusAsync("fhir/DocumentReference?modality=CT", north.Ehr));
        Assert.Equal(400, await StatusAsync($"fhir/DocumentReference?{ByNumber(north, study.PatientId)}&custodian=x", north.Ehr));
    }

    [Fact]
    public async Task A_key_object_that_came_bare_is_found_by_the_study_and_the_accession_number_that_it_relates_to()
    {
        var north = Exchange.FreshHospital();
        var study = FreshStudy(north, FreshPerson());
        await PublishInBulkAsync(north, study);
        var accession = $"urn:oid:{north.AccessionAuthority}|{study.Accession}";

        foreach (var related in new[]
        {
            $"accession-number={accession}", $"accession-number={study.Accession}", $"related:identifier={accession}", $"related.identifier={study.Accession}",
            $"related:identifier=urn:dicom:uid|urn:oid:{study.StudyUid}",
        })
            Assert.Single(await DocumentsAsync(north.Ehr, $"{ByNumber(north, study.PatientId)}&{related}"));
        Assert.Empty(await DocumentsAsync(north.Ehr, $"{ByNumber(north, study.PatientId)}&related:identifier=urn:oid:1.2|{study.Accession}"));
    }

    [Fact]
    public async Task A_large_document_comes_byte_for_byte_by_either_door()
    {
        var north = Exchange.FreshHospital();
        var submission = Named(await SubmissionAsync(north, FreshStudy(north, FreshPerson(), null, PretendFacility.Phantoms.PhantomSeries.Ct(12_000))));
        await ProvideAsync(north, submission);
        Assert.True(submission.KeyObject.Length > 1024 * 1024, $"{submission.KeyObject.Length} bytes");

        var (content, _) = await DocumentAsync(north.Ehr, submission.DocumentUniqueId);
        using var binary = await GetAsync($"fhir/Binary/{EntryUuidOf(submission)["urn:uuid:".Length..]}", north.Ehr, "*/*");

        Assert.Equal(submission.KeyObject.ToArray(), content!.Value.ToArray());
        Assert.Equal(submission.KeyObject.Length, binary.Content.Headers.ContentLength);
        Assert.Equal(submission.KeyObject.ToArray(), await binary.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Who_may_not_see_the_study_finds_no_document_and_gets_none()
    {
        var (north, south) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        var study = FreshStudy(north, FreshPerson());
        var submission = Named(await SubmissionAsync(north, study));
        await ProvideAsync(north, submission);
        var id = EntryUuidOf(submission)["urn:uuid:".Length..];
        var query = ByNumber(north, study.PatientId);
        var business = await Exchange.Tokens.TokenAsync(south.Ehr, null, "HOPERAT", CancellationToken.None);
        var images = await Exchange.Tokens.TokenAsync(south.Ehr, "RAD-107 system/ImagingStudy.rs", "TREAT", CancellationToken.None);

        Assert.Single(await DocumentsAsync(south.Ehr, query));
        Assert.Equal(200, await StatusAsync($"fhir/Binary/{id}", south.Ehr, "*/*"));
        Assert.Equal(0, (await WithAsync($"fhir/DocumentReference?{query}&_summary=count", business)).Json!.Value.GetProperty("total").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await WithAsync($"fhir/DocumentReference/{id}", business)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await WithAsync($"fhir/Binary/{id}", business)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await WithAsync($"fhir/DocumentReference?{query}", images)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await WithAsync($"fhir/Binary/{id}", images)).Status);
        Assert.Equal(404, await StatusAsync($"fhir/Binary/{Guid.NewGuid():D}", south.Ehr, "*/*"));
        Assert.Equal(406, await StatusAsync($"fhir/Binary/{id}", south.Ehr, "image/png"));

        Assert.Equal(ResponseStatus.Success, (await DeprecateAsync(north, submission)).Status);

        Assert.Empty(await DocumentsAsync(south.Ehr, query));
        Assert.Equal(404, await StatusAsync($"fhir/Binary/{id}", south.Ehr, "*/*"));
        Assert.Equal("superseded", Assert.Single(await DocumentsAsync(north.Ehr, query)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task What_was_found_and_retrieved_stands_in_the_audit_trail()
    {
        var north = Exchange.FreshHospital();
        var study = FreshStudy(north, FreshPerson());
        var submission = Named(await SubmissionAsync(north, study));
        await ProvideAsync(north, submission);

        await DocumentsAsync(north.Ehr, ByNumber(north, study.PatientId));
        await StatusAsync($"fhir/Binary/{EntryUuidOf(submission)["urn:uuid:".Length..]}", north.Ehr, "*/*");

        foreach (var transaction in (string[])["ITI-67", "ITI-68"])
            Assert.Equal(1L, await Exchange.ScalarAsync(
                $"select count(*) from trust.audit_record where transaction = '{transaction}' and study_uid = '{study.StudyUid}' and client = '{north.Ehr}'"));
    }

    private async Task<ImagingSubmission> SubmissionAsync(PretendFacility.Domains.PretendHospital hospital, PretendFacility.Phantoms.PhantomStudy study) =>
        ImagingSubmission.Of(hospital, PhantomManifest.Of(hospital, study), await FreshDomainIdAsync());

    private async Task<IReadOnlyList<JsonElement>> DocumentsAsync(string client, string parameters) =>
        Matches(await SearchAsync(client, "DocumentReference?" + parameters));

    private static string PatientOf(string cx) => $"urn:oid:{cx.Split('&')[1]}|{cx.Split('^')[0]}";

    private async Task<(HttpStatusCode Status, JsonElement? Json)> WithAsync(string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await Exchange.Http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType?.Contains("json", StringComparison.Ordinal) == true
            ? JsonDocument.Parse(body).RootElement.Clone()
            : null);
    }
}

[Collection(InOneProcess.Name)]
public sealed class FindingDocumentsStoriesInOneProcess(OneProcess exchange) : FindingDocumentsStories(exchange);
