using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using HieImaging.Fhir.Json;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Validation;
using HieImaging.SystemTests.Harness;
using HieImaging.Wire.Xml;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>Clients ask what is wrong with a resource, and speak XML; what the node tells is valid under its own profiles.</summary>
[Collection(InOneProcess.Name)]
public sealed class ValidatingStories(OneProcess exchange) : Story(exchange)
{
    private const string StudyProfile = ProfileTables.House + "StructureDefinition/hie-imaging-study";

    private static readonly XNamespace Fhir = "http://hl7.org/fhir";

    [Fact]
    public async Task What_a_client_is_told_is_valid_under_the_nodes_own_profiles()
    {
        var north = Exchange.FreshHospital();
        var study = FreshStudy(north, FreshPerson());
        await PublishAsync(north, study);
        await FeedAsync(north, study.Person, study.PatientId);

        foreach (var (query, profile) in new[]
        {
            ($"ImagingStudy?identifier={study.StudyUid}&_include=ImagingStudy:endpoint&_include=ImagingStudy:patient", "hie-imaging-study"),
            ("Patient?identifier=" + Uri.EscapeDataString($"{north.Authority.Urn}|{study.PatientId}"), "hie-patient"),
            ("Endpoint?_count=20", "hie-endpoint"), ("Organization?_count=20", "hie-organization"),
        })
        {
            var bundle = await SearchAsync(north.Ehr, query);
            Assert.NotEmpty(Matches(bundle));
            Assert.Empty(Errors(bundle, null));
            foreach (var found in Matches(bundle))
                Assert.Empty(Errors(found, profile));
        }
    }

    [Fact]
    public async Task The_stored_study_is_judged_for_whom_may_read_it_and_is_sound()
    {
        var (north, other) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        var study = FreshStudy(north, FreshPerson());
        await PublishAsync(north, study);
        var id = Matches(await SearchAsync(north.Ehr, $"ImagingStudy?identifier={study.StudyUid}"))[0].GetProperty("id").GetString();
        var path = $"fhir/ImagingStudy/{id}/$validate?profile=" + Uri.EscapeDataString(StudyProfile);

        using var judged = await GetAsync(path, north.Ehr);
        using var absent = await GetAsync("fhir/ImagingStudy/nothing/$validate", other.Ehr);

        Assert.Equal(HttpStatusCode.OK, judged.StatusCode);
        Assert.DoesNotContain(await IssuesAsync(judged), issue => issue.Severity is "error" or "fatal");
        Assert.Equal(HttpStatusCode.NotFound, absent.StatusCode);
    }

    [Fact]
    public async Task What_is_wrong_is_told_with_its_place_and_without_its_content_and_nothing_is_kept()
    {
        var north = Exchange.FreshHospital();
        var person = FreshPerson();
        var patient = $$"""{"resourceType":"Patient","name":[{"family":"{{person.Family}}"}],"birthDate":"1970-13-01","telecom":[{"value":"{{person.Family}}"}]}""";
        var bare = $$"""{"resourceType":"Patient","name":[{"family":"{{person.Family}}"}],"telecom":[{"value":"{{person.Family}}"}]}""";

        using var unsound = await ValidateAsync("fhir/Patient/$validate", north.Ehr, patient);
        using var broken = await ValidateAsync("fhir/Patient/$validate", north.Ehr, bare);
        using var inParameters = await ValidateAsync("fhir/Patient/$validate", north.Adt,
            $$"""{"resourceType":"Parameters","parameter":[{"name":"resource","resource":{{patient}} },{"name":"mode","valueCode":"create"}]}""");
        using var unknownProfile = await ValidateAsync("fhir/Patient/$validate?profile=http://nowhere/profile", north.Ehr, bare);
        using var otherType = await ValidateAsync("fhir/ImagingStudy/$validate", north.Ehr, """{"resourceType":"Patient","active":true}""");
        using var noJson = await ValidateAsync("fhir/Patient/$validate", north.Ehr, "nothing");
        using var turtle = await ValidateAsync("fhir/Patient/$validate", north.Ehr, patient, "text/turtle");

        Assert.Contains(("error", "value", "Patient.birthDate"), await IssuesAsync(unsound, person.Family));
        Assert.Contains(("error", "invariant", "Patient.telecom[0]"), await IssuesAsync(broken, person.Family));
        Assert.Contains(("error", "value", "Patient.birthDate"), await IssuesAsync(inParameters, person.Family));
        Assert.Contains(("error", "not-found", "profile"), await IssuesAsync(unknownProfile, person.Family));
        Assert.Contains(("error", "invalid", "Patient"), await IssuesAsync(otherType));
        Assert.Equal(HttpStatusCode.BadRequest, noJson.StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, turtle.StatusCode);
        Assert.Empty(Matches(await SearchAsync(north.Ehr, "Patient?family=" + person.Family)));
    }

    [Fact]
    public async Task A_feed_that_breaks_a_rule_of_R4_or_of_its_profile_is_422_and_kept_nowhere()
    {
        var north = Exchange.FreshHospital();
        var number = FreshPatientNumber();
        var token = $"{north.Authority.Urn}|{number}";
        var text = $$"""{"resourceType":"Patient","identifier":[{"system":"{{north.Authority.Urn}}","value":"{{number}}"}],"contact":[{"gender":"male"}]}""";

        using var answer = await SendAsync(HttpMethod.Put, "fhir/Patient?identifier=" + Uri.EscapeDataString(token), north.Adt, text, "application/fhir+json");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(("error", "invariant", "Patient.contact[0]"), await IssuesAsync(answer, number, HttpStatusCode.UnprocessableEntity));
        Assert.Empty(Matches(await SearchAsync(north.Ehr, "Patient?identifier=" + Uri.EscapeDataString(token))));

        using var other = await SendAsync(HttpMethod.Put, "fhir/Patient?identifier=" + Uri.EscapeDataString(token), north.Adt,
            $$"""{"resourceType":"Patient","identifier":[{"system":"{{north.Authority.Urn}}","value":"{{number}}"},{"system":"urn:oid:1.2.3.4"}]}""", "application/fhir+json");
        Assert.Contains(("error", "invariant", "Patient.identifier[1]"), await IssuesAsync(other, number, HttpStatusCode.UnprocessableEntity));
    }

    [Fact]
    public async Task A_client_that_speaks_XML_feeds_reads_and_searches()
    {
        var north = Exchange.FreshHospital();
        var (person, number) = (FreshPerson(), FreshPatientNumber());
        var token = Uri.EscapeDataString($"{north.Authority.Urn}|{number}");
        var patient = $"""
            <Patient xmlns="http://hl7.org/fhir"><identifier><system value="{north.Authority.Urn}"/><value value="{number}"/></identifier>
            <name><family value="{person.Family}"/></name><birthDate value="1970-03-02"/></Patient>
            """;

        using var fed = await SendAsync(HttpMethod.Put, "fhir/Patient?identifier=" + token, north.Adt, patient, "application/fhir+xml", "application/fhir+xml");
        Assert.Equal(HttpStatusCode.Created, fed.StatusCode);
        Assert.Equal(Fhir + "Patient", (await XmlAsync(fed)).Name);

        using var found = await GetAsync("fhir/Patient?_format=xml&identifier=" + token, north.Ehr);
        var bundle = await XmlAsync(found);
        Assert.Equal(Fhir + "Bundle", bundle.Name);
        Assert.Equal([person.Family], bundle.Descendants(Fhir + "family").Select(family => (string?)family.Attribute("value")));

        using var statement = await GetAsync("fhir/metadata", client: null, "application/fhir+xml");
        Assert.Contains("application/fhir+xml", (await XmlAsync(statement)).Elements(Fhir + "format").Select(format => (string?)format.Attribute("value")));
        using var absent = await GetAsync("fhir/Patient/nobody", north.Ehr, "application/fhir+xml");
        Assert.Equal((HttpStatusCode.NotFound, Fhir + "OperationOutcome"), (absent.StatusCode, (await XmlAsync(absent)).Name));
        using var shut = await GetAsync("fhir/Patient/nobody", client: null, "application/fhir+xml");
        Assert.Equal((HttpStatusCode.Unauthorized, Fhir + "OperationOutcome"), (shut.StatusCode, (await XmlAsync(shut)).Name));
        using var turtle = await GetAsync("fhir/Patient/nobody", north.Ehr, "text/turtle");
        Assert.Equal(HttpStatusCode.NotAcceptable, turtle.StatusCode);
    }

    private Task<HttpResponseMessage> ValidateAsync(string path, string client, string body, string type = "application/fhir+json") =>
        SendAsync(HttpMethod.Post, path, client, body, type);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string client, string body, string type, string accept = "application/fhir+json")
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8, type) };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Exchange.TokenAsync(client));
        return await Exchange.Http.SendAsync(request);
    }

    private static async Task<XElement> XmlAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/fhir+xml", answer.Content.Headers.ContentType?.MediaType);
        return BoundedXml.Load(await answer.Content.ReadAsByteArrayAsync(), XmlBounds.Default);
    }

    /// <summary>Severity, code and first expression of each issue; the text must not repeat what was sent.</summary>
    private static async Task<IReadOnlyList<(string Severity, string Code, string? Expression)>> IssuesAsync(
        HttpResponseMessage answer, string? secret = null, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(expected == answer.StatusCode, $"{(int)answer.StatusCode} {text}");
        if (secret is not null)
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        using var outcome = JsonDocument.Parse(text);
        return [.. outcome.RootElement.GetProperty("issue").EnumerateArray().Select(issue => (
            issue.GetProperty("severity").GetString()!, issue.GetProperty("code").GetString()!,
            issue.TryGetProperty("expression", out var places) ? places[0].GetString() : null))];
    }

    private static IReadOnlyList<string> Errors(JsonElement resource, string? profile) => FhirJson.Read(FhirJson.Canonical(resource)) switch
    {
        FhirReading.Accepted { Resource: var read } => [.. Validator.Validate(read, profile is null ? [] : [ProfileTables.Find(ProfileTables.House + "StructureDefinition/" + profile)!])
            .Where(issue => issue.Severity == IssueSeverity.Error).Select(issue => $"{issue.Expression}: {issue.Diagnostics}")],
        FhirReading.Refused refused => [.. refused.Issues.Select(issue => $"{issue.Expression}: {issue.Diagnostics}")],
        _ => throw new InvalidOperationException(),
    };
}
