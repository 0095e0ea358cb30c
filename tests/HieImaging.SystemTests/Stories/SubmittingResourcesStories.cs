using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>A participant without key objects puts its studies as ImagingStudy resources: the third door for manifests.</summary>
public abstract class SubmittingResourcesStories(Exchange exchange) : RegistryStory(exchange)
{
    [Fact]
    public async Task A_posted_ImagingStudy_is_found_like_any_other_and_its_bytes_are_kept()
    {
        var (north, south) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        var study = FreshStudy(north, FreshPerson(), null, PhantomSeries.Ct(2), PhantomSeries.Mr("T1", 1));
        var body = Resource(north, study).ToJsonString(new JsonSerializerOptions { WriteIndented = true });

        var (created, first) = await SendAsync(HttpMethod.Post, "fhir/ImagingStudy", body, north.Pacs);

        Assert.True(created.StatusCode == HttpStatusCode.Created, first.GetRawText());
        Assert.Equal("W/\"1\"", created.Headers.ETag!.ToString());
        var id = first.GetProperty("id").GetString()!;
        Assert.EndsWith($"/fhir/ImagingStudy/{id}/_history/1", created.Headers.Location!.ToString(), StringComparison.Ordinal);
        foreach (var query in new[]
        {
            ByNumber(north, study.PatientId), $"identifier={study.StudyUid}", $"series={study.SeriesUid(1)}", $"instance={study.SopUid(0, 1)}",
            $"identifier=urn:oid:{north.AccessionAuthority}|{study.Accession}", $"{ByNumber(north, study.PatientId)}&modality=MR&reason=25064002&interpreter.name=Okada&referrer:text=okafor",
        })
            Assert.Equal([study.StudyUid], await StudiesAsync(south.Ehr, query));
        var found = await StudyAsync(south.Ehr, $"identifier={study.StudyUid}");
        Assert.Equal(3, InstancesOf(found).Count);
        Assert.Single(found.GetProperty("endpoint").EnumerateArray());

        var document = Assert.Single(Matches(await SearchAsync(south.Ehr, $"DocumentReference?{ByNumber(north, study.PatientId)}")));
        Assert.Equal("application/fhir+json", document.GetProperty("content")[0].GetProperty("attachment").GetProperty("contentType").GetString());
        using var kept = await GetAsync($"fhir/Binary/{document.GetProperty("id").GetString()}", south.Ehr, "*/*");
        Assert.Equal(body, await kept.Content.ReadAsStringAsync());

        var (again, second) = await SendAsync(HttpMethod.Post, "fhir/ImagingStudy", body, north.Pacs);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal((id, "1"), (second.GetProperty("id").GetString(), second.GetProperty("meta").GetProperty("versionId").GetString()));
    }

    [Fact]
    public async Task A_resource_that_gives_only_the_number_takes_no_name_away_that_a_manifest_gave()
    {
        var north = Exchange.FreshHospital();
        var named = FreshStudy(north, FreshPerson());
        await PublishAsync(north, named);
        var resource = Resource(north, FreshStudy(north, named.Person, named.PatientId));
        resource.Remove("contained");

        var (created, said) = await SendAsync(HttpMethod.Post, "fhir/ImagingStudy", resource.ToJsonString(), north.Pacs);
        Assert.True(created.StatusCode == HttpStatusCode.Created, said.GetRawText());
        await Exchange.SettledAsync();

        var found = Matches(await SearchAsync(north.Ehr, $"Patient?identifier={Uri.EscapeDataString($"{north.Authority.Urn}|{named.PatientId}")}"));
        Assert.Contains(named.Person.Family, Assert.Single(found).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_takes_the_place_of_what_was_put_before_and_entered_in_error_takes_it_back()
    {
        var (north, south) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        var study = FreshStudy(north, FreshPerson(), null, PhantomSeries.Ct(3));
        var resource = Resource(north, study);
        var (_, first) = await SendAsync(HttpMethod.Post, "fhir/ImagingStudy", resource.ToJsonString(), north.Pacs);
        var id = first.GetProperty("id").GetString()!;
        resource["id"] = id;
        resource["series"]![0]!["instance"]!.AsArray().RemoveAt(2);

        Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync(HttpMethod.Put, $"fhir/ImagingStudy/{id}", resource.ToJsonString(), north.Pacs, "W/\"7\"")).Answer.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Put, $"fhir/ImagingStudy/{id}", resource.ToJsonString(), south.Pacs)).Answer.StatusCode);
        var (updated, second) = await SendAsync(HttpMethod.Put, $"fhir/ImagingStudy/{id}", resource.ToJsonString(), north.Pacs, "W/\"1\"");
        Assert.True(updated.StatusCode == HttpStatusCode.OK, second.GetRawText());
        Assert.Equal("W/\"2\"", updated.Headers.ETag!.ToString());
        Assert.Equal(2, InstancesOf(await StudyAsync(south.Ehr, $"identifier={study.StudyUid}")).Count);
        Assert.Equal("2", (await SendAsync(HttpMethod.Put, $"fhir/ImagingStudy/{id}", resource.ToJsonString(), north.Pacs)).Json.GetProperty("meta").GetProperty("versionId").GetString());
        Assert.Equal(["current", "superseded"], Matches(await SearchAsync(north.Ehr, $"DocumentReference?{ByNumber(north, study.PatientId)}"))
            .Select(document => document.GetProperty("status").GetString()).Order(StringComparer.Ordinal));

        var different = Resource(north, study);
        different["description"] = "another";
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Post, "fhir/ImagingStudy", different.ToJsonString(), north.Pacs)).Answer.StatusCode);

        resource["status"] = "entered-in-error";
        var (withdrawn, last) = await SendAsync(HttpMethod.Put, $"fhir/ImagingStudy/{id}", resource.ToJsonString(), north.Pacs);
        Assert.True(withdrawn.StatusCode == HttpStatusCode.OK, last.GetRawText());
        Assert.Equal("entered-in-error", last.GetProperty("status").GetString());
        Assert.Empty(await StudiesAsync(south.Ehr, $"identifier={study.StudyUid}"));
        Assert.Equal(410, await StatusAsync($"fhir/ImagingStudy/{id}", north.Ehr));
    }

    [Fact]
    public async Task What_is_not_the_sender_s_to_say_is_refused_and_nothing_is_kept()
    {
        var (north, south) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        var study = FreshStudy(north, FreshPerson());

        foreach (var (change, status) in new (Action<JsonObject>, int)[]
        {
            (one => one["subject"]!["identifier"]!["system"] = south.Authority.Urn, 422),
            (one => one.Remove("series"), 422),
            (one => one["series"]![0]!["endpoint"] = new JsonArray(new JsonObject { ["reference"] = "Endpoint/elsewhere" }), 422),
            (one => one["identifier"]!.AsArray().RemoveAt(0), 422),
            (one => one["status"] = "entered-in-error", 422),
            (one => one["extension"] = new JsonArray(new JsonObject
            {
                ["url"] = "https://hieimaging.org/fhir/StructureDefinition/imaging-study-custodian", ["valueReference"] = new JsonObject { ["reference"] = "Organization/other" },
            }), 422),
            (one => one["nonsense"] = 1, 400),
        })
        {
            var resource = Resource(north, study);
            change(resource);
            var (answer, outcome) = await SendAsync(HttpMethod.Post, "fhir/ImagingStudy", resource.ToJsonString(), north.Pacs);
            Assert.True((int)answer.StatusCode == status, $"{(int)answer.StatusCode} {outcome.GetRawText()}");
            Assert.Equal("OperationOutcome", outcome.GetProperty("resourceType").GetString());
        }
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Post, "fhir/ImagingStudy", Resource(north, study).ToJsonString(), north.Ehr)).Answer.StatusCode);
        Assert.Empty(await StudiesAsync(north.Ehr, $"identifier={study.StudyUid}"));

        await PublishAsync(north, study);
        var id = (await StudyAsync(north.Ehr, $"identifier={study.StudyUid}")).GetProperty("id").GetString()!;
        var put = Resource(north, study);
        put["id"] = id;
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Put, $"fhir/ImagingStudy/{id}", put.ToJsonString(), north.Pacs)).Answer.StatusCode);
    }

    [Fact]
    public async Task A_label_that_came_with_it_keeps_it_with_its_custodian()
    {
        var (north, south) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        var study = FreshStudy(north, FreshPerson());
        var resource = Resource(north, study);
        resource["meta"] = new JsonObject
        {
            ["security"] = new JsonArray(new JsonObject { ["system"] = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", ["code"] = "V" }),
        };

        Assert.Equal(HttpStatusCode.Created, (await SendAsync(HttpMethod.Post, "fhir/ImagingStudy", resource.ToJsonString(), north.Pacs)).Answer.StatusCode);

        Assert.Equal([study.StudyUid], await StudiesAsync(north.Ehr, $"identifier={study.StudyUid}"));
        Assert.Empty(await StudiesAsync(south.Ehr, $"identifier={study.StudyUid}"));
    }

    private static JsonObject Resource(PretendHospital hospital, PhantomStudy study) => new()
    {
        ["resourceType"] = "ImagingStudy",
        ["identifier"] = new JsonArray(
            new JsonObject { ["system"] = "urn:dicom:uid", ["value"] = "urn:oid:" + study.StudyUid },
            new JsonObject
            {
                ["type"] = new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["system"] = "http://terminology.hl7.org/CodeSystem/v2-0203", ["code"] = "ACSN" }) },
                ["system"] = "urn:oid:" + hospital.AccessionAuthority, ["value"] = study.Accession,
            }),
        ["status"] = "available",
        ["subject"] = new JsonObject { ["identifier"] = new JsonObject { ["system"] = hospital.Authority.Urn, ["value"] = study.PatientId } },
        ["started"] = "2024-03-05T09:30:00-06:00",
        ["referrer"] = new JsonObject { ["display"] = "Dr Adaeze Okafor" },
        ["interpreter"] = new JsonArray(new JsonObject { ["display"] = "Ken Okada" }),
        ["reasonCode"] = new JsonArray(new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["system"] = "http://snomed.info/sct", ["code"] = "25064002" }) }),
        ["series"] = new JsonArray([.. study.Series.Select((series, index) => new JsonObject
        {
            ["uid"] = study.SeriesUid(index), ["number"] = index + 1,
            ["modality"] = new JsonObject { ["system"] = "http://dicom.nema.org/resources/ontology/DCM", ["code"] = series.Modality },
            ["instance"] = new JsonArray([.. Enumerable.Range(0, series.Instances).Select(instance => new JsonObject
            {
                ["uid"] = study.SopUid(index, instance),
                ["sopClass"] = new JsonObject { ["system"] = "urn:ietf:rfc:3986", ["code"] = "urn:oid:1.2.840.10008.5.1.4.1.1.2" },
                ["number"] = instance + 1,
            })]),
        })]),
    };

    private async Task<(HttpResponseMessage Answer, JsonElement Json)> SendAsync(HttpMethod method, string path, string body, string client, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8, "application/fhir+json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Exchange.TokenAsync(client));
        if (ifMatch is not null)
            request.Headers.IfMatch.Add(EntityTagHeaderValue.Parse(ifMatch));
        var answer = await Exchange.Http.SendAsync(request);
        return (answer, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.Clone());
    }
}

[Collection(InOneProcess.Name)]
public sealed class SubmittingResourcesStoriesInOneProcess(OneProcess exchange) : SubmittingResourcesStories(exchange);
