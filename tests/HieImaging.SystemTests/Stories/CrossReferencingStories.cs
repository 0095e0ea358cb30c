using System.Net;
using System.Text;
using System.Text.Json;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>ITI-83: a hospital asks under which numbers others know its patient.</summary>
public abstract class CrossReferencingStories(Exchange exchange) : PersonStory(exchange)
{
    [Fact]
    public async Task The_other_hospitals_number_and_its_patient_are_told()
    {
        var (one, other) = await LinkedAsync(FreshTrusted());

        var (status, answer) = await PixAsync(one, $"sourceIdentifier={Uri.EscapeDataString(one.Token)}&targetSystem={other.Hospital.Authority.Urn}");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal([other.Token], Identifiers(answer));
        var reference = Named(answer, "targetId").Single().GetProperty("valueReference").GetProperty("reference").GetString()!;
        using var read = await GetAsync("fhir/" + reference, one.Hospital.Ehr);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Contains(other.Number, await read.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_target_all_others_are_told_and_never_the_number_asked_for()
    {
        var trusted = FreshTrusted();
        var (one, other) = await LinkedAsync(trusted);
        var third = At(one.Person);
        await FeedAsync(third, trusted);
        await Exchange.SettledAsync();

        var (_, answer) = await PixAsync(one, "sourceIdentifier=" + Uri.EscapeDataString(one.Token));

        Assert.Equal(new[] { other.Token, third.Token }.Order(StringComparer.Ordinal), Identifiers(answer).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Who_is_linked_to_nobody_has_an_empty_answer()
    {
        var alone = At(FreshPerson());
        await FeedAsync(alone);

        var (status, answer) = await PixAsync(alone, "sourceIdentifier=" + Uri.EscapeDataString(alone.Token));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("Parameters", answer.GetProperty("resourceType").GetString());
        Assert.Empty(Identifiers(answer));
    }

    [Fact]
    public async Task What_cannot_be_answered_is_refused_as_the_profile_says()
    {
        var known = At(FreshPerson());
        await FeedAsync(known);
        var own = Uri.EscapeDataString(known.Token);
        var nobody = Uri.EscapeDataString($"{known.Hospital.Authority.Urn}|{FreshPatientNumber()}");

        // PIXm table 2:3.83.4.1.3-1
        await RefusedAsync(known, "targetSystem=" + known.Hospital.Authority.Urn, HttpStatusCode.BadRequest, "required");
        await RefusedAsync(known, "sourceIdentifier=urn:oid:1.2.3.4.5%7C4711", HttpStatusCode.BadRequest, "code-invalid");
        await RefusedAsync(known, "sourceIdentifier=4711", HttpStatusCode.BadRequest, "code-invalid");
        await RefusedAsync(known, $"sourceIdentifier={own}&targetSystem=urn:oid:1.2.3.4.5", HttpStatusCode.Forbidden, "code-invalid");
        await RefusedAsync(known, "sourceIdentifier=" + nobody, HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task This_nodes_own_id_is_a_source_too()
    {
        var (one, other) = await LinkedAsync(FreshTrusted());
        var (_, byNumber) = await PixAsync(other, "sourceIdentifier=" + Uri.EscapeDataString(other.Token));
        var id = Named(byNumber, "targetId").Single().GetProperty("valueReference").GetProperty("reference").GetString()!;

        var (status, answer) = await PixAsync(one, "sourceIdentifier=" + Uri.EscapeDataString($"{Base}|{id}"));
        var (ofPerson, everyNumber) = await PixAsync(one, "sourceIdentifier=" + Uri.EscapeDataString($"{Base}|Patient/{IdOf(await PersonAsync(one))}"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (status, ofPerson));
        Assert.Equal([other.Token], Identifiers(answer));
        Assert.Equal(new[] { one.Token, other.Token }.Order(StringComparer.Ordinal), Identifiers(everyNumber).Order(StringComparer.Ordinal));
        foreach (var nobody in (string[])["Patient/s-aaaaaaaaaaaaaaaaaaaaaaaaaa", "Patient/p-aaaaaaaaaaaaaaaaaaaaaaaaaa", "Patient/x", "ImagingStudy/x"])
            await RefusedAsync(one, "sourceIdentifier=" + Uri.EscapeDataString($"{Base}|{nobody}"), HttpStatusCode.NotFound, "not-found");
        await RefusedAsync(one, "sourceIdentifier=" + Uri.EscapeDataString("https://elsewhere.example.org/fhir|" + id), HttpStatusCode.BadRequest, "code-invalid");
    }

    [Fact]
    public async Task Several_targets_are_told_together_by_any_spelling_of_the_authority()
    {
        var trusted = FreshTrusted();
        var (one, other) = await LinkedAsync(trusted);
        var third = At(one.Person);
        await FeedAsync(third, trusted);
        await Exchange.SettledAsync();
        var source = "sourceIdentifier=" + Uri.EscapeDataString($"{one.Hospital.Id.ToUpperInvariant()}|{one.Number}");

        var (_, both) = await PixAsync(one, $"{source}&targetSystem={other.Hospital.Authority.Urn}&targetSystem={third.Hospital.Id.ToUpperInvariant()}");
        var (_, single) = await PixAsync(one, $"{source}&targetSystem={third.Hospital.Authority.Oid.Text}");
        var (_, itself) = await PixAsync(one, $"{source}&targetSystem={one.Hospital.Authority.Urn}");

        Assert.Equal(new[] { other.Token, third.Token }.Order(StringComparer.Ordinal), Identifiers(both).Order(StringComparer.Ordinal));
        Assert.Equal([third.Token], Identifiers(single));
        Assert.Empty(Identifiers(itself));                                         // the number asked by is never told
    }

    [Fact]
    public async Task It_is_asked_by_GET_alone_in_either_format()
    {
        var known = At(FreshPerson());
        await FeedAsync(known);
        var path = "fhir/Patient/$ihe-pix?sourceIdentifier=" + Uri.EscapeDataString(known.Token);

        using var posted = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("{}", Encoding.UTF8, "application/fhir+json") };
        posted.Headers.Authorization = new("Bearer", await Exchange.TokenAsync(known.Hospital.Ehr));
        using var refused = await Exchange.Http.SendAsync(posted);
        using var xml = await GetAsync(path + "&_format=xml", known.Hospital.Ehr);
        using var turtle = await GetAsync(path + "&_format=text/turtle", known.Hospital.Ehr);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
        Assert.Equal(["GET"], refused.Content.Headers.Allow);
        Assert.Contains("not-supported", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("application/fhir+xml", xml.Content.Headers.ContentType!.MediaType);
        Assert.Contains("<Parameters", await xml.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotAcceptable, turtle.StatusCode);
    }

    [Fact]
    public async Task Who_may_know_of_own_sources_alone_is_answered_as_if_there_were_no_others()
    {
        var (one, other) = await LinkedAsync(FreshTrusted());
        var business = await Exchange.Tokens.TokenAsync(one.Hospital.Ehr, null, "HOPERAT", CancellationToken.None);

        var (status, own) = await PixAsync(business, "sourceIdentifier=" + Uri.EscapeDataString(one.Token));
        var (foreign, outcome) = await PixAsync(business, "sourceIdentifier=" + Uri.EscapeDataString(other.Token));
        var (absent, nothing) = await PixAsync(business, "sourceIdentifier=" + Uri.EscapeDataString($"{other.Hospital.Authority.Urn}|{FreshPatientNumber()}"));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Empty(Identifiers(own));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (foreign, absent));
        Assert.Equal(nothing.GetRawText(), outcome.GetRawText());
    }

    private string Base => Exchange.Address.ToString().TrimEnd('/') + "/fhir";

    private async Task RefusedAsync(Known asking, string parameters, HttpStatusCode expected, string code)
    {
        var (status, outcome) = await PixAsync(asking, parameters);
        Assert.Equal(expected, status);
        Assert.Equal("OperationOutcome", outcome.GetProperty("resourceType").GetString());
        Assert.Equal(code, outcome.GetProperty("issue")[0].GetProperty("code").GetString());
    }

    private async Task<(HttpStatusCode Status, JsonElement Answer)> PixAsync(Known asking, string parameters) =>
        await PixAsync(await Exchange.TokenAsync(asking.Hospital.Ehr), parameters);

    private async Task<(HttpStatusCode Status, JsonElement Answer)> PixAsync(string token, string parameters)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "fhir/Patient/$ihe-pix?" + parameters);
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await Exchange.Http.SendAsync(request);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return (answer.StatusCode, json.RootElement.Clone());
    }

    private static IReadOnlyList<string> Identifiers(JsonElement parameters) => [.. Named(parameters, "targetIdentifier")
        .Select(parameter => parameter.GetProperty("valueIdentifier")).Select(id => $"{id.GetProperty("system").GetString()}|{id.GetProperty("value").GetString()}")];

    private static IEnumerable<JsonElement> Named(JsonElement parameters, string name) => parameters.TryGetProperty("parameter", out var list)
        ? list.EnumerateArray().Where(parameter => parameter.GetProperty("name").GetString() == name)
        : [];
}

[Collection(InOneProcess.Name)]
public sealed class CrossReferencingStoriesInOneProcess(OneProcess exchange) : CrossReferencingStories(exchange);

[Collection(InOneProcessARole.Name)]
public sealed class CrossReferencingStoriesInOneProcessARole(OneProcessARole exchange) : CrossReferencingStories(exchange);
