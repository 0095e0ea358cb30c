using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HieImaging.PretendFacility.Domains;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>Stewards at the operations on Patient, beside hospitals that feed and ask.</summary>
public abstract class StewardStory(Exchange exchange) : PersonStory(exchange)
{
    protected const string Ann = PretendDomain.OneSteward;
    protected const string Bob = PretendDomain.OtherSteward;

    /// <summary>The source identity that the hospital's study is of.</summary>
    protected async Task<string> SourceOfAsync(Known known)
    {
        var studies = Matches(await SearchAsync(known.Hospital.Ehr, "ImagingStudy?" + ByNumber(known.Hospital, known.Number)));
        return studies.Single(study => StudyUidOf(study) == known.Study.StudyUid).GetProperty("subject").GetProperty("reference").GetString()!["Patient/".Length..];
    }

    /// <summary>An operation by POST with a Parameters resource of string values.</summary>
    protected async Task<(HttpStatusCode Status, JsonElement Answer)> AskAsync(string client, string operation, params (string Name, string Value)[] parameters)
    {
        var body = new JsonObject
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray([.. parameters.Select(one => new JsonObject { ["name"] = one.Name, ["valueString"] = one.Value })]),
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "fhir/Patient/" + operation)
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/fhir+json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Exchange.TokenAsync(client));
        using var answer = await Exchange.Http.SendAsync(request);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return (answer.StatusCode, json.RootElement.Clone());
    }

    /// <summary>The same, which must be done: whether it waits for another steward.</summary>
    protected async Task<bool> SayAsync(string client, string operation, params (string Name, string Value)[] parameters)
    {
        var (status, answer) = await AskAsync(client, operation, parameters);
        Assert.True(status == HttpStatusCode.OK, $"{operation}: {(int)status} {answer}");
        return Named(answer, "waiting").Any(one => one.GetProperty("valueBoolean").GetBoolean());
    }

    /// <summary>Two stewards say that they are one person.</summary>
    protected async Task LinkAsync(string one, string other)
    {
        Assert.True(await SayAsync(Ann, "$link", ("a", one), ("b", other), ("reason", "same passport")));
        Assert.False(await SayAsync(Bob, "$link", ("a", one), ("b", other), ("reason", "called both")));
    }

    /// <summary>The items of the queue about a source.</summary>
    protected async Task<IReadOnlyList<JsonElement>> ItemsOfAsync(string source, string parameters = "state=any&count=100")
    {
        var items = new List<JsonElement>();
        for (string? after = ""; after is not null;)
        {
            using var answer = await GetAsync($"fhir/Patient/$review-queue?{parameters}{(after.Length == 0 ? "" : "&after=" + Uri.EscapeDataString(after))}", Ann);
            var body = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, body);
            using var page = JsonDocument.Parse(body);
            items.AddRange(Named(page.RootElement, "item").Where(item => item.GetRawText().Contains(source, StringComparison.Ordinal)).Select(item => item.Clone()));
            after = Named(page.RootElement, "next").Select(next => next.GetProperty("valueString").GetString()).FirstOrDefault();
        }
        return items;
    }

    /// <summary>A part's value as text.</summary>
    protected static string? PartOf(JsonElement item, string name) => item.GetProperty("part").EnumerateArray()
        .Where(part => part.GetProperty("name").GetString() == name)
        .Select(part => part.EnumerateObject().Single(member => member.Name.StartsWith("value", StringComparison.Ordinal)).Value.ToString())
        .FirstOrDefault();

    protected static IEnumerable<JsonElement> Named(JsonElement parameters, string name) =>
        parameters.TryGetProperty("parameter", out var all) ? all.EnumerateArray().Where(one => one.GetProperty("name").GetString() == name) : [];

    /// <summary>The code of an OperationOutcome's one issue.</summary>
    protected static string CodeOf(JsonElement outcome) => outcome.GetProperty("issue")[0].GetProperty("code").GetString()!;

    /// <summary>All that doors answer about a patient by his number: studies, other numbers, the person; bytes as they came.</summary>
    protected async Task<IReadOnlyDictionary<string, string>> AnswersAsync(Known known)
    {
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (id, study) in await BodiesAsync(known, ByNumber(known.Hospital, known.Number)))
            answers["ImagingStudy/" + id] = study;
        using var pix = await GetAsync("fhir/Patient/$ihe-pix?sourceIdentifier=" + Uri.EscapeDataString(known.Token), known.Hospital.Ehr);
        answers["$ihe-pix"] = await pix.Content.ReadAsStringAsync();
        var person = IdOf(await PersonAsync(known));
        using var read = await GetAsync("fhir/Patient/" + person, known.Hospital.Ehr);
        answers["Patient/" + person] = $"{read.Headers.ETag} {await read.Content.ReadAsStringAsync()}";
        foreach (var (id, study) in await BodiesAsync(known, "patient=" + person))
            answers["by person ImagingStudy/" + id] = study;
        return answers;
    }
}
