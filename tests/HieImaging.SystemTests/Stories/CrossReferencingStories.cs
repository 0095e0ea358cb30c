using System.Net;
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

    private async Task RefusedAsync(Known asking, string parameters, HttpStatusCode expected, string code)
    {
        var (status, outcome) = await PixAsync(asking, parameters);
        Assert.Equal(expected, status);
        Assert.Equal("OperationOutcome", outcome.GetProperty("resourceType").GetString());
        Assert.Equal(code, outcome.GetProperty("issue")[0].GetProperty("code").GetString());
    }

    private async Task<(HttpStatusCode Status, JsonElement Answer)> PixAsync(Known asking, string parameters)
    {
        using var answer = await GetAsync("fhir/Patient/$ihe-pix?" + parameters, asking.Hospital.Ehr);
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
