using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>ITI-119: who is most likely the patient that is described (PDQm 2:3.119), row by row of its page in conformance.md.</summary>
public abstract class PatientMatchStories(Exchange exchange) : PersonStory(exchange)
{
    private const string GradeExtension = "http://hl7.org/fhir/StructureDefinition/match-grade";

    [Fact]
    public async Task Who_would_be_linked_is_certain_and_each_entry_has_score_and_grade()
    {
        var trusted = FreshTrusted();
        var known = At(FreshPerson());
        await FeedAsync(known, trusted);

        var (status, bundle) = await MatchAsync(known.Hospital.Ehr, Parameters(Described(known, trusted)));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("searchset", bundle.GetProperty("type").GetString());
        var entry = Assert.Single(Entries(bundle));
        Assert.Equal("certain", GradeOf(entry));
        Assert.InRange(ScoreOf(entry), 0.9999, 1);
        Assert.Equal("match", entry.GetProperty("search").GetProperty("mode").GetString());
        Assert.Contains(known.Number, entry.GetProperty("resource").GetRawText(), StringComparison.Ordinal);
        Assert.EndsWith("/fhir/Patient/" + IdOf(entry.GetProperty("resource")), entry.GetProperty("fullUrl").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, bundle.GetProperty("total").GetInt32());
        var (_, alone) = await MatchAsync(known.Hospital.Ehr, Described(known, trusted));             // a Patient without Parameters is asked the same
        Assert.Equal(IdOf(entry.GetProperty("resource")), IdOf(Assert.Single(Entries(alone)).GetProperty("resource")));
    }

    [Fact]
    public async Task A_name_and_a_birth_date_are_never_certain()
    {
        var known = At(FreshPerson());
        await FeedAsync(known);

        var (_, bundle) = await MatchAsync(known.Hospital.Ehr, Parameters(Described(known)));
        var (status, certain) = await MatchAsync(known.Hospital.Ehr, Parameters(Described(known), onlyCertain: true));

        Assert.Contains(Entries(bundle), entry => NumberOf(entry) == known.Number);
        Assert.DoesNotContain("certain", Entries(bundle).Select(GradeOf));
        Assert.All(Entries(bundle), entry => Assert.InRange(ScoreOf(entry), 0, 0.9998));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Empty(Entries(certain));
        Assert.Equal(0, certain.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Several_who_are_not_one_person_are_not_certain_and_the_likeliest_comes_first()
    {
        var trusted = FreshTrusted();
        var person = FreshPerson();
        var (one, twin) = (At(person with { Given = "Amelia" }), At(person with { Given = "Beatrice" }));
        await FeedAsync(one, trusted);
        await FeedAsync(twin, trusted);
        await Exchange.SettledAsync();

        var (_, bundle) = await MatchAsync(one.Hospital.Ehr, Parameters(Described(one, trusted)));
        var (_, first) = await MatchAsync(one.Hospital.Ehr, Parameters(Described(one, trusted), count: 1));

        Assert.Equal(one.Number, NumberOf(Entries(bundle)[0]));
        Assert.Equal(Entries(bundle).Select(ScoreOf).OrderDescending(), Entries(bundle).Select(ScoreOf));
        Assert.Contains(Entries(bundle), entry => NumberOf(entry) == twin.Number && GradeOf(entry) != "certain");
        Assert.Equal(one.Number, NumberOf(Assert.Single(Entries(first))));                            // count cuts, the total stays (HAPI #6759)
        Assert.Equal(bundle.GetProperty("total").GetInt32(), first.GetProperty("total").GetInt32());
        Assert.True(first.GetProperty("total").GetInt32() > 1);
    }

    [Fact]
    public async Task Two_records_that_fit_equally_leave_no_certain_match()
    {
        var (first, second) = (FreshTrusted(), FreshTrusted());
        var person = FreshPerson();
        // each has one of the numbers described, and so they contradict each other
        var (one, other) = (At(person), At(person));
        await FeedAsync(one, first);
        await FeedAsync(other, second);
        await Exchange.SettledAsync();

        var (status, certain) = await MatchAsync(one.Hospital.Ehr, Parameters(Described(one, first, second), onlyCertain: true));
        var (_, all) = await MatchAsync(one.Hospital.Ehr, Parameters(Described(one, first, second)));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Empty(Entries(certain));
        var warning = Outcome(certain).GetProperty("issue")[0];
        Assert.Equal(("warning", "multiple-matches"), (warning.GetProperty("severity").GetString(), warning.GetProperty("code").GetString()));
        Assert.Equal(new[] { one.Number, other.Number }.Order(StringComparer.Ordinal), Entries(all).Select(NumberOf).Order(StringComparer.Ordinal));
        Assert.All(Entries(all), entry => Assert.Equal("probable", GradeOf(entry)));
    }

    [Theory]
    [InlineData("""{"resourceType":"Patient"}""", HttpStatusCode.UnprocessableEntity, "business-rule")]
    [InlineData("""{"resourceType":"Patient","name":[{"family":"%"}],"birthDate":"1900"}""", HttpStatusCode.UnprocessableEntity, "business-rule")]
    [InlineData("""{"resourceType":"Patient","gender":"female"}""", HttpStatusCode.UnprocessableEntity, "business-rule")]
    [InlineData("""{"resourceType":"Parameters","parameter":[{"name":"resource","resource":{"resourceType":"Patient"}},{"name":"count","valueInteger":-1}]}""", HttpStatusCode.BadRequest, "value")]
    [InlineData("""{"resourceType":"Parameters","parameter":[{"name":"resource","resource":{"resourceType":"Patient"}},{"name":"threshold","valueDecimal":0.1}]}""", HttpStatusCode.BadRequest, "not-supported")]
    [InlineData("""{"resourceType":"Parameters"}""", HttpStatusCode.BadRequest, "required")]
    [InlineData("""{"resourceType":"Observation","status":"final","code":{"text":"x"}}""", HttpStatusCode.BadRequest, "invalid")]
    public async Task What_says_too_little_or_too_much_is_refused(string body, HttpStatusCode expected, string code)
    {
        var (status, outcome) = await MatchAsync(Exchange.FreshHospital().Ehr, JsonNode.Parse(body)!.AsObject());
        Assert.Equal(expected, status);
        Assert.Equal(code, outcome.GetProperty("issue")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task Nobody_is_an_empty_answer_and_GET_is_none()
    {
        var stranger = At(FreshPerson());
        var (status, bundle) = await MatchAsync(stranger.Hospital.Ehr, Described(stranger, FreshTrusted()));
        using var got = await GetAsync("fhir/Patient/$match", stranger.Hospital.Ehr);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.DoesNotContain(Entries(bundle), entry => GradeOf(entry) == "certain");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, got.StatusCode);
    }

    [Fact]
    public async Task Who_may_know_of_own_sources_alone_is_matched_with_these_and_told_of_no_other()
    {
        var trusted = FreshTrusted();
        var person = FreshPerson();
        var (one, other) = (At(person), At(person));
        await FeedAsync(one, trusted);
        await FeedAsync(other, trusted);
        await Exchange.SettledAsync();
        var business = await Exchange.Tokens.TokenAsync(one.Hospital.Ehr, null, "HOPERAT", CancellationToken.None);
        var stranger = await Exchange.Tokens.TokenAsync(Exchange.FreshHospital().Ehr, null, "HOPERAT", CancellationToken.None);

        var (_, treating) = await MatchAsync(one.Hospital.Ehr, Described(one, trusted));
        var (_, own) = await MatchWithAsync(business, Described(one, trusted));
        var (status, nothing) = await MatchWithAsync(stranger, Described(one, trusted));

        Assert.StartsWith("p-", IdOf(Entries(treating)[0].GetProperty("resource")), StringComparison.Ordinal);
        var entry = Assert.Single(Entries(own));
        Assert.StartsWith("s-", IdOf(entry.GetProperty("resource")), StringComparison.Ordinal);
        Assert.DoesNotContain(other.Number, own.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("certain", GradeOf(entry));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(0, nothing.GetProperty("total").GetInt32());
        Assert.False(nothing.TryGetProperty("entry", out _));
    }

    [Fact]
    public async Task The_trail_tells_who_was_shown_to_whom()
    {
        var trusted = FreshTrusted();
        var known = At(FreshPerson());
        await FeedAsync(known, trusted);
        var (_, bundle) = await MatchAsync(known.Hospital.Ehr, Described(known, trusted));
        var id = IdOf(Entries(bundle)[0].GetProperty("resource"));
        Assert.Equal(1L, await Exchange.ScalarAsync($"select count(*) from trust.audit_record where transaction = 'ITI-119' and patient = '{id}' and client = '{known.Hospital.Ehr}'"));
    }

    private async Task<(HttpStatusCode Status, JsonElement Answer)> MatchAsync(string client, JsonObject body) =>
        await MatchWithAsync(await Exchange.TokenAsync(client), body);

    private async Task<(HttpStatusCode Status, JsonElement Answer)> MatchWithAsync(string token, JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "fhir/Patient/$match")
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/fhir+json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await Exchange.Http.SendAsync(request);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return (answer.StatusCode, json.RootElement.Clone());
    }

    private static JsonObject Described(Known known, params (string System, string Value)[] others)
    {
        var patient = new JsonObject
        {
            ["resourceType"] = "Patient",
            ["name"] = new JsonArray(new JsonObject { ["family"] = known.Person.Family, ["given"] = new JsonArray(known.Person.Given) }),
            ["gender"] = known.Person.Sex == "F" ? "female" : "male",
            ["birthDate"] = known.Person.Born.ToString("yyyy-MM-dd", null),
        };
        if (others.Length > 0)
            patient["identifier"] = new JsonArray([.. others.Select(other => new JsonObject { ["system"] = other.System, ["value"] = other.Value })]);
        return patient;
    }

    private static JsonObject Parameters(JsonObject patient, bool? onlyCertain = null, int? count = null)
    {
        var parameters = new JsonArray(new JsonObject { ["name"] = "resource", ["resource"] = patient });
        if (onlyCertain is { } only)
            parameters.Add(new JsonObject { ["name"] = "onlyCertainMatches", ["valueBoolean"] = only });
        if (count is { } most)
            parameters.Add(new JsonObject { ["name"] = "count", ["valueInteger"] = most });
        return new JsonObject { ["resourceType"] = "Parameters", ["parameter"] = parameters };
    }

    private static List<JsonElement> Entries(JsonElement bundle) => bundle.TryGetProperty("entry", out var entries)
        ? [.. entries.EnumerateArray().Where(entry => entry.GetProperty("resource").GetProperty("resourceType").GetString() == "Patient")]
        : [];

    private static JsonElement Outcome(JsonElement bundle) => bundle.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("resource"))
        .Single(resource => resource.GetProperty("resourceType").GetString() == "OperationOutcome");

    private static string GradeOf(JsonElement entry) => entry.GetProperty("search").GetProperty("extension").EnumerateArray()
        .Single(extension => extension.GetProperty("url").GetString() == GradeExtension).GetProperty("valueCode").GetString()!;

    private static double ScoreOf(JsonElement entry) => entry.GetProperty("search").GetProperty("score").GetDouble();

    private static string NumberOf(JsonElement entry) => entry.GetProperty("resource").GetProperty("identifier").EnumerateArray()
        .First(identifier => identifier.GetProperty("system").GetString()!.StartsWith("urn:oid:1.3.6.1.4.1.21367", StringComparison.Ordinal)).GetProperty("value").GetString()!;
}

[Collection(InOneProcess.Name)]
public sealed class PatientMatchStoriesInOneProcess(OneProcess exchange) : PatientMatchStories(exchange);

[Collection(InOneProcessARole.Name)]
public sealed class PatientMatchStoriesInOneProcessARole(OneProcessARole exchange) : PatientMatchStories(exchange);
