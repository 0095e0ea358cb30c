using System.Net;
using System.Text.Json.Nodes;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Feeding;
using HieImaging.PretendFacility.Tokens;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>Who gets in, and for how long.</summary>
public abstract class TrustingStories(Exchange exchange) : TrustStory(exchange)
{
    [Fact]
    public async Task An_assertion_is_used_once_in_whatever_process()
    {
        var hospital = Exchange.FreshHospital();
        var assertion = new ClientAssertion { Client = hospital.Ehr, Audience = Exchange.Tokens.Endpoint, IssuedAt = TimeProvider.System.GetUtcNow() }.Sign(Exchange.Keys);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Exchange.Tokens.AskAsync(assertion, null, null, CancellationToken.None)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
        {
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Equal("invalid_client", (string?)JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["error"]);
        }
    }

    [Fact]
    public async Task A_token_in_the_address_is_refused_even_when_it_is_good()
    {
        var hospital = Exchange.FreshHospital();
        var token = await Exchange.TokenAsync(hospital.Ehr);
        using var answer = await GetAsync("fhir/Endpoint?access_token=" + token, hospital.Ehr);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.DoesNotContain(Exchange.Logs, line => line.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_clients_own_assertion_is_no_access_token()
    {
        var hospital = Exchange.FreshHospital();
        var assertion = new ClientAssertion { Client = hospital.Ehr, Audience = Exchange.Tokens.Endpoint, IssuedAt = TimeProvider.System.GetUtcNow() }.Sign(Exchange.Keys);
        using var answer = await GetWithAsync("fhir/Endpoint", assertion);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("invalid_token", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_registration_no_longer_gives_a_token_no_longer_has()
    {
        var hospital = Exchange.FreshHospital();
        var token = await Exchange.TokenAsync(hospital.Ehr);
        using var before = await GetWithAsync("fhir/Endpoint", token);
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);

        await WhileAsync(domain => ClientOf(domain, hospital.Ehr)["scopes"] = new JsonArray("RAD-107"), async () =>
        {
            using var answer = await GetWithAsync("fhir/Endpoint", token);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        });
        await WhileAsync(domain => ClientOf(domain, hospital.Ehr)["id"] = hospital.Ehr + "-gone", async () =>
        {
            using var answer = await GetWithAsync("fhir/Endpoint", token);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        });
    }

    [Fact]
    public async Task A_payer_gets_into_no_door_of_studies()
    {
        foreach (var path in new[] { "fhir/ImagingStudy?_id=x", "fhir/Patient?_id=x", "dicomweb/studies/1.2.3" })
        {
            using var answer = await GetAsync(path, PretendDomain.Payer);
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{path}: {(int)answer.StatusCode}");
        }
    }

    [Fact]
    public async Task A_study_that_one_may_not_see_is_like_one_that_is_not_there()
    {
        var (north, south) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        var study = FreshStudy(north, FreshPerson());
        await FeedAsync(north, study.Person, study.PatientId);
        await PublishAsync(north, study);
        var found = Assert.Single(Matches(await SearchAsync(south.Ehr, "ImagingStudy?" + ByNumber(north, study.PatientId))));
        var id = found.GetProperty("id").GetString()!;
        var uid = StudyUidOf(found);

        await WhileAsync(domain => domain["implicitConsent"] = "deny", async () =>
        {
            Assert.Empty(await StudiesAsync(south.Ehr, ByNumber(north, study.PatientId)));
            Assert.Single(await StudiesAsync(north.Ehr, ByNumber(north, study.PatientId)));
            var absent = new string('a', id.Length);
            Assert.Equal(await WordsAsync("fhir/ImagingStudy/" + absent, south.Ehr, absent), await WordsAsync("fhir/ImagingStudy/" + id, south.Ehr, id));
            foreach (var place in new[] { "dicomweb/studies/", $"dicomweb/at/{north.Id}/studies/" })
                Assert.Equal(await WordsAsync(place + "1.2.3", south.Ehr, "1.2.3"), await WordsAsync(place + uid, south.Ehr, uid));
        });
    }

    [Fact]
    public async Task Who_may_know_of_some_sources_is_shown_those_and_no_person()
    {
        var (north, south) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        var (person, atNorth, atSouth, trusted) = (FreshPerson(), "P" + Exchange.FreshNumber(), "P" + Exchange.FreshNumber(), Exchange.FreshNumber());
        await FeedAsync(north, person, atNorth, (PretendDomain.TrustedIdentifier, trusted));
        await FeedAsync(south, person, atSouth, (PretendDomain.TrustedIdentifier, trusted));
        var linked = await LinkedAsync(north, atNorth);
        await PublishAsync(north, FreshStudy(north, person, atNorth));
        Assert.Single(await StudiesAsync(north.Ehr, ByNumber(south, atSouth)));

        await WhileAsync(domain => domain["implicitConsent"] = "deny", async () =>
        {
            var own = Assert.Single(Matches(await SearchAsync(north.Ehr, PatientByNumber(north, atNorth))));
            Assert.StartsWith("s-", own.GetProperty("id").GetString(), StringComparison.Ordinal);
            Assert.DoesNotContain(atSouth, own.GetRawText(), StringComparison.Ordinal);
            Assert.Empty(Matches(await SearchAsync(north.Ehr, PatientByNumber(south, atSouth))));
            Assert.Empty(await StudiesAsync(north.Ehr, ByNumber(south, atSouth)));
            Assert.Empty(await StudiesAsync(north.Ehr, "patient=" + linked));
            Assert.Single(await StudiesAsync(north.Ehr, ByNumber(north, atNorth)));
            using var read = await GetAsync("fhir/Patient/" + linked, north.Ehr);
            Assert.Equal(HttpStatusCode.NotFound, read.StatusCode);
        });
    }

    [Fact]
    public async Task An_include_of_patients_needs_the_scope_to_read_patients()
    {
        var hospital = Exchange.FreshHospital();
        await WhileAsync(domain => ClientOf(domain, hospital.Ehr)["scopes"] = new JsonArray("system/ImagingStudy.rs"), async () =>
        {
            using var without = await GetAsync("fhir/ImagingStudy?_id=x", hospital.Ehr);
            Assert.Equal(HttpStatusCode.OK, without.StatusCode);
            using var with = await GetAsync("fhir/ImagingStudy?_id=x&_include=ImagingStudy:patient", hospital.Ehr);
            Assert.Equal(HttpStatusCode.Forbidden, with.StatusCode);
        });
    }

    [Fact]
    public async Task A_feed_that_names_a_version_revises_that_one_or_nothing()
    {
        var (hospital, person, number) = (Exchange.FreshHospital(), FreshPerson(), "P" + Exchange.FreshNumber());
        await FeedAsync(hospital, person, number);
        var revised = new PretendPatient { Number = hospital.Patient(number), Family = person.Family, Given = ["Ann"], BirthDate = person.Born };
        foreach (var (version, status) in new[] { (2, HttpStatusCode.PreconditionFailed), (1, HttpStatusCode.OK), (1, HttpStatusCode.PreconditionFailed) })
        {
            using var answer = await new AdtPlayer(Exchange.Http).FeedAsync(revised, await Exchange.TokenAsync(hospital.Adt), version, CancellationToken.None);
            Assert.Equal(status, answer.StatusCode);
        }
    }

    // The person that both numbers are, once the link has come over the bus.
    private async Task<string> LinkedAsync(PretendHospital hospital, string number)
    {
        var id = "";
        await Deadline.Until("the two numbers are one person", async () =>
        {
            var person = Assert.Single(Matches(await SearchAsync(hospital.Ehr, PatientByNumber(hospital, number))));
            id = person.GetProperty("id").GetString()!;
            return person.GetProperty("link").GetArrayLength() == 2;
        }, TimeSpan.FromSeconds(30));
        return id;
    }

    private static string PatientByNumber(PretendHospital hospital, string number) =>
        "Patient?identifier=" + Uri.EscapeDataString($"{hospital.Authority.Urn}|{number}");

    // Status and body of an answer, without the name that was asked for.
    private async Task<string> WordsAsync(string path, string client, string name)
    {
        using var answer = await GetAsync(path, client, "*/*");
        return $"{(int)answer.StatusCode} {(await answer.Content.ReadAsStringAsync()).Replace(name, "…", StringComparison.Ordinal)}";
    }
}

[Collection(InOneProcess.Name)]
public sealed class TrustingStoriesInOneProcess(OneProcess exchange) : TrustingStories(exchange);

[Collection(InOneProcessARole.Name)]
public sealed class TrustingStoriesInOneProcessARole(OneProcessARole exchange) : TrustingStories(exchange);
