using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>People whom several hospitals know under numbers of their own.</summary>
public abstract class PersonStory(Exchange exchange) : Story(exchange)
{
    /// <summary>What one hospital knows of a person: its number and a study.</summary>
    protected sealed record Known(PretendHospital Hospital, PhantomPerson Person, string Number, PhantomStudy Study)
    {
        /// <summary><c>system|value</c> of the hospital's number.</summary>
        public string Token => $"{Hospital.Authority.Urn}|{Number}";
    }

    /// <summary>A number that a person carries in the pocket; who has the same may be the same person.</summary>
    protected (string System, string Value) FreshTrusted() => (PretendDomain.TrustedIdentifier, FreshPatientNumber("9"));

    /// <summary>The person at a fresh hospital, under a fresh number where none is given, with a study that is not yet published.</summary>
    protected Known At(PhantomPerson person, string? number = null)
    {
        var hospital = Exchange.FreshHospital();
        var study = FreshStudy(hospital, person, number);
        return new Known(hospital, person, study.PatientId, study);
    }

    protected Task FeedAsync(Known known, params (string System, string Value)[] others) => FeedAsync(known.Hospital, known.Person, known.Number, others);

    /// <summary>Two hospitals know one person: the one publishes by RAD-68, the other in bulk; both feed the same trusted number, and the link has arisen.</summary>
    protected async Task<(Known One, Known Other)> LinkedAsync((string System, string Value) trusted)
    {
        var person = FreshPerson();
        var (one, other) = (At(person), At(person));
        await PublishAsync(one.Hospital, one.Study);
        await PublishInBulkAsync(other.Hospital, other.Study);
        await FeedAsync(one, trusted);
        await FeedAsync(other, trusted);
        await Deadline.Until("the link has arisen", async () => (await FoundByAsync(one)).Count == 2 && (await FoundByAsync(other)).Count == 2);
        return (one, other);
    }

    /// <summary>Study UIDs that the hospital's EHR finds by the hospital's own number, in order of their text.</summary>
    protected Task<IReadOnlyList<string>> FoundByAsync(Known known) => FoundAsync(known, ByNumber(known.Hospital, known.Number));

    protected async Task<IReadOnlyList<string>> FoundAsync(Known asking, string parameters) =>
        [.. (await StudiesAsync(asking.Hospital.Ehr, parameters)).Order(StringComparer.Ordinal)];

    protected static IReadOnlyList<string> StudiesOf(params IEnumerable<Known> known) => [.. known.Select(one => one.Study.StudyUid).Order(StringComparer.Ordinal)];

    /// <summary>The same search by POST: parameters in the body, none in the address.</summary>
    protected async Task<IReadOnlyList<string>> PostedAsync(Known asking, string parameters)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "fhir/ImagingStudy/_search")
        {
            Content = new StringContent(parameters, Encoding.ASCII, "application/x-www-form-urlencoded"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Exchange.TokenAsync(asking.Hospital.Ehr));
        using var answer = await Exchange.Http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"_search: {(int)answer.StatusCode} {body}");
        using var bundle = JsonDocument.Parse(body);
        return [.. Matches(bundle.RootElement).Select(StudyUidOf).Order(StringComparer.Ordinal)];
    }

    /// <summary>The person who has the number, as the hospital's EHR sees them.</summary>
    protected async Task<JsonElement> PersonAsync(Known known)
    {
        var found = Matches(await SearchAsync(known.Hospital.Ehr, "Patient?identifier=" + Uri.EscapeDataString(known.Token)));
        return Assert.Single(found);
    }

    /// <summary>The source identity of the hospital's number, <c>s-…</c>, in whatever state.</summary>
    protected async Task<string> SourceIdAsync(Known known) => (string)(await Exchange.ScalarAsync($"""
        select id from record_locator.source_identity where authority = '{known.Hospital.Authority.Oid.Text}' and value = '{known.Number}'
        """))!;

    protected static string IdOf(JsonElement resource) => resource.GetProperty("id").GetString()!;

    /// <summary>ImagingStudy entries as their bytes came, by id.</summary>
    protected async Task<IReadOnlyDictionary<string, string>> BodiesAsync(Known asking, string parameters) =>
        Matches(await SearchAsync(asking.Hospital.Ehr, "ImagingStudy?" + parameters)).ToDictionary(IdOf, study => study.GetRawText(), StringComparer.Ordinal);
}
