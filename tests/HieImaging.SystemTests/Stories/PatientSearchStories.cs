using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>ITI-78: a person is looked for by what is said of them (PDQm 2:3.78).</summary>
public abstract class PatientSearchStories(Exchange exchange) : PersonStory(exchange)
{
    [Fact]
    public async Task Each_parameter_finds_what_was_said_and_nothing_else()
    {
        var (family, city) = (FreshWord(), FreshWord());
        var joan = At(FreshPerson());
        await FeedAsync(joan, Said($$"""
            {"name":[{"family":"{{family}}-Lind","given":["Jöan","Bea"]}],"gender":"female","birthDate":"1984-01-25",
             "telecom":[{"system":"phone","value":"+1 (555) 010-44{{family.Length}}"},{"system":"email","value":"{{family}}@example.org"}],
             "address":[{"line":["123 Main Street"],"city":"{{city}} Park","state":"NJ","postalCode":"30293","country":"USA"}],
             "extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName","valueString":"{{family}}sen"}]}
            """));
        var other = At(FreshPerson());
        await FeedAsync(other, Said($$"""{"name":[{"family":"{{family}}-Lund","given":["Ann"]}],"gender":"male","birthDate":"1984-02"}"""));

        foreach (var parameters in (string[])
        [
            $"family={family}lind", $"family={family}-l&given=joan", $"family:exact={family}lind", $"family={family}&given=J%C3%B6a", $"family={family}&given:exact=bea",
            $"family={family}&given:contains=oa", $"name={family}l&gender=female", $"family={family}&birthdate=1984-01-25", $"birthdate=1984-01&family={family}", $"family={family}&birthdate=lt1984-02-01",
            $"email={family}@EXAMPLE.org", $"telecom={family}@example.org", $"telecom=email%7C{family}@example.org", $"family={family}&telecom=1-555-010-44{family.Length}", $"family={family}&phone=%2B155501044{family.Length}",
            $"address=main&family={family}", $"address-city={city}p", $"address-city:exact={city}park", $"family={family}&address-state=NJ", $"address-postalcode=302&family={family}",
            $"family={family}&address-country=USA", $"mothersMaidenName={family}", $"mothersMaidenName:exact={family}sen", $"identifier={Uri.EscapeDataString(joan.Token)}", $"family={family}&active=true&gender=female",
            $"family={family}&identifier={joan.Hospital.Authority.Urn}%7C,{FreshHospital().Authority.Urn}%7C", $"phonetic={family}lynd&family={family}&gender=female",
        ])
            Assert.Equal([joan.Number], await NumbersAsync(joan, parameters));

        foreach (var parameters in (string[])
        [
            $"family={family}&given=joanna", $"family:exact={family}&given:exact=jo", $"family={family}&birthdate=1985", $"family={family}&active=false", $"family={family}&telecom=sms%7C155501044{family.Length}",
            $"family={family}&address=side", "family=%25", "family=*", $"family={family}&address-city=z",
            $"family={family}&identifier={FreshHospital().Authority.Urn}%7C",
        ])
            Assert.Empty(await NumbersAsync(joan, parameters));
        Assert.Equal(new[] { joan.Number, other.Number }.Order(StringComparer.Ordinal), (await NumbersAsync(joan, $"birthdate=1984&family={family}")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_total_is_told_on_every_page_and_a_search_by_POST_is_the_same()
    {
        var family = FreshWord();
        var all = new List<string>();
        foreach (var given in (string[])["Ada", "Bo", "Cy"])
        {
            var known = At(FreshPerson() with { Family = family, Given = given });
            await FeedAsync(known);
            all.Add(known.Number);
        }
        var asking = FreshHospital();

        var found = new List<string>();
        var next = $"fhir/Patient?family={family}&_count=2";
        for (var page = 0; next is not null; page++)
        {
            Assert.True(page < 3, "there is no end of pages");
            using var answer = await GetAsync(next, asking.Ehr);
            using var bundle = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            Assert.Equal(3, bundle.RootElement.GetProperty("total").GetInt32());
            found.AddRange(Matches(bundle.RootElement).Select(NumberOf));
            next = bundle.RootElement.GetProperty("link").EnumerateArray().Where(link => link.GetProperty("relation").GetString() == "next")
                .Select(link => new Uri(link.GetProperty("url").GetString()!).PathAndQuery.TrimStart('/')).SingleOrDefault();
        }
        using var request = new HttpRequestMessage(HttpMethod.Post, "fhir/Patient/_search") { Content = new StringContent($"family={family}", Encoding.ASCII, "application/x-www-form-urlencoded") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Exchange.TokenAsync(asking.Ehr));
        using var posted = await Exchange.Http.SendAsync(request);
        using var same = JsonDocument.Parse(await posted.Content.ReadAsStringAsync());

        Assert.Equal(all.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.Equal(all.Order(StringComparer.Ordinal), Matches(same.RootElement).Select(NumberOf).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("identifier=urn:oid:1.2.3.4.5%7C", HttpStatusCode.NotFound, "not-found")]               // PDQm 2:3.78.4.1.3, case 4
    [InlineData("identifier=NOWHERE%7C", HttpStatusCode.NotFound, "not-found")]
    [InlineData("_format=text/turtle&family=Ash", HttpStatusCode.NotAcceptable, "not-supported")]
    [InlineData("family:soundex=Ash", HttpStatusCode.BadRequest, "not-supported")]
    [InlineData("birthdate=yesterday", HttpStatusCode.BadRequest, "value")]
    [InlineData("surname=Ash", HttpStatusCode.BadRequest, "not-supported")]
    public async Task What_cannot_be_answered_is_refused(string parameters, HttpStatusCode status, string code)
    {
        using var answer = await GetAsync("fhir/Patient?" + parameters, FreshHospital().Ehr);
        using var outcome = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(code, outcome.RootElement.GetProperty("issue")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_person_is_found_by_what_any_source_says_and_only_by_who_may_know_of_all()
    {
        var (maiden, married) = (FreshWord(), FreshWord());
        var trusted = FreshTrusted();
        var person = FreshPerson() with { Family = maiden };
        var (one, other) = (At(person), At(person with { Family = married }));
        await FeedAsync(one, trusted);
        await FeedAsync(other, trusted);
        await Exchange.SettledAsync();
        var business = await Exchange.Tokens.TokenAsync(one.Hospital.Ehr, null, "HOPERAT", CancellationToken.None);

        var byMaiden = Assert.Single(Matches(await SearchAsync(one.Hospital.Ehr, "Patient?family=" + maiden)));
        var byMarried = Assert.Single(Matches(await SearchAsync(one.Hospital.Ehr, "Patient?family=" + married)));
        Assert.Equal(IdOf(byMaiden), IdOf(byMarried));
        Assert.StartsWith("p-", IdOf(byMaiden), StringComparison.Ordinal);

        // of the domains that are asked for, and of no other; the person's other numbers are not told
        var restricted = Assert.Single(Matches(await SearchAsync(
            one.Hospital.Ehr, $"Patient?family={maiden}&identifier={other.Hospital.Authority.Urn}%7C")));
        Assert.Equal([other.Number], restricted.GetProperty("identifier").EnumerateArray().Select(number => number.GetProperty("value").GetString()));

        // its own source, by what that one says; the other's name and number find nothing
        Assert.StartsWith("s-", IdOf(Assert.Single(await AsAsync(business, "family=" + maiden))), StringComparison.Ordinal);
        Assert.Empty(await AsAsync(business, "family=" + married));
        Assert.Empty(await AsAsync(business, "identifier=" + Uri.EscapeDataString(other.Token)));
        Assert.Empty(await AsAsync(business, $"identifier={other.Hospital.Authority.Urn}%7C"));
    }

    private async Task<IReadOnlyList<JsonElement>> AsAsync(string token, string parameters)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "fhir/Patient?" + parameters);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await Exchange.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var bundle = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return Matches(bundle.RootElement.Clone());
    }

    private async Task<IReadOnlyList<string>> NumbersAsync(Known asking, string parameters) =>
        [.. Matches(await SearchAsync(asking.Hospital.Ehr, "Patient?" + parameters)).Select(NumberOf)];

    private static string NumberOf(JsonElement patient) => patient.GetProperty("identifier")[0].GetProperty("value").GetString()!;

    private PretendFacility.Domains.PretendHospital FreshHospital() => Exchange.FreshHospital();

    private static JsonObject Said(string patient) => JsonNode.Parse(patient)!.AsObject();

    // letters only, so that it is one word; nobody else in the domain has it
    private static string FreshWord() => "Q" + string.Concat(Enumerable.Range(0, 8).Select(_ => (char)('a' + Random.Shared.Next(26))));

    private async Task FeedAsync(Known known, JsonObject said)
    {
        said["resourceType"] = "Patient";
        said["identifier"] = new JsonArray(new JsonObject { ["system"] = known.Hospital.Authority.Urn, ["value"] = known.Number });
        using var request = new HttpRequestMessage(HttpMethod.Put, "fhir/Patient?identifier=" + Uri.EscapeDataString(known.Token))
        {
            Content = new StringContent(said.ToJsonString(), Encoding.UTF8, "application/fhir+json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Exchange.TokenAsync(known.Hospital.Adt));
        using var answer = await Exchange.Http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}

[Collection(InOneProcess.Name)]
public sealed class PatientSearchStoriesInOneProcess(OneProcess exchange) : PatientSearchStories(exchange);

[Collection(InOneProcessARole.Name)]
public sealed class PatientSearchStoriesInOneProcessARole(OneProcessARole exchange) : PatientSearchStories(exchange);
