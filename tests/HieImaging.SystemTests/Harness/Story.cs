using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Manifests;
using HieImaging.Manifests.KeyObjects;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Feeding;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.PretendFacility.Publishing;
using HieImaging.Xds.Responses;
using Xunit;

namespace HieImaging.SystemTests.Harness;

/// <summary>What a story tells: hospitals feed, publish, search and retrieve. After each, no node's log may name one of its patients.</summary>
public abstract class Story(Exchange exchange) : IAsyncLifetime
{
    private static int _births = Random.Shared.Next(20_000);

    private readonly List<string> _canaries = [];

    protected Exchange Exchange { get; } = exchange;

    protected DocumentSource Source => new(Exchange.Http);

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public virtual Task DisposeAsync()
    {
        AssertNoCanary([.. Exchange.Logs]);
        return Task.CompletedTask;
    }

    /// <summary>No line names a patient of this story.</summary>
    protected void AssertNoCanary(IReadOnlyList<string> logs)
    {
        foreach (var canary in _canaries.Append("patient.identifier=").Append("client_assertion"))
            Assert.DoesNotContain(logs, line => line.Contains(canary, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Somebody with a name that nobody else has nor anything like it, to be found in no log; born on a day on which nobody else was, for two
    /// Amelias of one day are looked at by stewards.</summary>
    protected PhantomPerson FreshPerson()
    {
        var canary = FreshName();
        var born = new DateOnly(1950, 1, 1).AddDays((int)((uint)Interlocked.Add(ref _births, 7_919) % 20_000));
        _canaries.AddRange([canary, born.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)]);
        return new PhantomPerson(canary, "Amelia", born, "F");
    }

    /// <summary>Letters and nothing else, without a beginning in common: whoever compares names must find no two of them similar.</summary>
    protected static string FreshName() =>
        char.ToUpperInvariant((char)(Random.Shared.Next(26) + 97)) + new string(Random.Shared.GetItems("abcdefghijklmnopqrstuvwxyz".AsSpan(), 13));

    /// <summary>A patient's number, to be found in no log.</summary>
    protected string FreshPatientNumber(string prefix = "P")
    {
        var number = prefix + Exchange.FreshNumber();
        _canaries.Add(number);
        return number;
    }

    /// <summary>A study of the person at the hospital, under a fresh number and accession where none are given.</summary>
    protected PhantomStudy FreshStudy(PretendHospital hospital, PhantomPerson person, string? number = null, params PhantomSeries[] series) => new()
    {
        Hospital = hospital.Id,
        Person = person,
        PatientId = number ?? FreshPatientNumber(),
        Accession = "A" + Exchange.FreshNumber(),
        Description = "CT head",
        Series = series.Length == 0 ? [PhantomSeries.Ct(2)] : series,
    };

    /// <summary>The hospital's ADT feeds the person under its number.</summary>
    protected async Task FeedAsync(PretendHospital hospital, PhantomPerson person, string number, params (string System, string Value)[] others)
    {
        var patient = new PretendPatient
        {
            Number = hospital.Patient(number), Others = others, Family = person.Family, Given = [person.Given], BirthDate = person.Born,
            Gender = person.Sex == "F" ? "female" : "male",
        };
        await FeedAsync(patient, hospital.Adt);
    }

    /// <summary>A client feeds a patient; it must be accepted.</summary>
    protected async Task FeedAsync(PretendPatient patient, string client)
    {
        using var answer = await new AdtPlayer(Exchange.Http).FeedAsync(patient, await Exchange.TokenAsync(client), CancellationToken.None);
        Assert.True(answer.IsSuccessStatusCode, $"ITI-104: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>A domain patient id, fed by the domain's identity source.</summary>
    protected async Task<PatientIdentifier> FreshDomainIdAsync()
    {
        var id = PatientIdentifier.Create(AssigningAuthority.Parse(PretendDomain.PatientIdDomainOid), "D" + Exchange.FreshNumber());
        await FeedAsync(new PretendPatient { Number = id }, PretendDomain.IdentitySource);
        return id;
    }

    /// <summary>RAD-68 by the hospital's PACS, with a fresh domain id.</summary>
    protected async Task<(ImagingSubmission Submission, RegistryResponse Response)> ProvideAsync(PretendHospital hospital, Manifest manifest)
    {
        var submission = ImagingSubmission.Of(hospital, manifest, await FreshDomainIdAsync());
        return (submission, await Source.ProvideAsync(submission, await Exchange.TokenAsync(hospital.Pacs), CancellationToken.None));
    }

    /// <summary>RAD-68 that must succeed.</summary>
    protected async Task<ImagingSubmission> PublishAsync(PretendHospital hospital, PhantomStudy study)
    {
        var (submission, response) = await ProvideAsync(hospital, PhantomManifest.Of(hospital, study));
        Assert.True(response.Status == ResponseStatus.Success, string.Join("; ", response.Errors));
        return submission;
    }

    /// <summary>Manifests in bulk; waits until every one is registered.</summary>
    protected async Task PublishInBulkAsync(PretendHospital hospital, params IEnumerable<PhantomStudy> studies)
    {
        var token = await Exchange.TokenAsync(hospital.Pacs);
        var keyObjects = studies.Select(study => (ReadOnlyMemory<byte>)KeyObjectWriter.Write(PhantomManifest.Of(hospital, study))).ToList();
        using var answer = await Source.BulkAsync(keyObjects, token, CancellationToken.None);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await Deadline.Until("all that came in bulk is registered", async () =>
        {
            using var progress = await GetAsync(answer.Headers.Location!.OriginalString.TrimStart('/'), hospital.Pacs, "application/json");
            using var told = JsonDocument.Parse(await progress.Content.ReadAsStringAsync());
            Assert.Empty(told.RootElement.GetProperty("refused").EnumerateArray());
            return told.RootElement.GetProperty("done").GetBoolean() && told.RootElement.GetProperty("registered").GetInt32() == keyObjects.Count;
        });
    }

    /// <summary>The images go into the hospital's archive.</summary>
    protected async Task ArchiveAsync(PhantomStudy study)
    {
        foreach (var instance in study.Instances())
            Assert.True(await Exchange.Archive.Inside.StoreAsync(instance.Part10, CancellationToken.None));
    }

    /// <summary>GET in the name of a client; null: without a token.</summary>
    protected async Task<HttpResponseMessage> GetAsync(string path, string? client, string accept = "application/fhir+json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (client is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Exchange.TokenAsync(client));
        return await Exchange.Http.SendAsync(request);
    }

    /// <summary>A search that must be answered: the Bundle.</summary>
    protected async Task<JsonElement> SearchAsync(string client, string query)
    {
        using var answer = await GetAsync("fhir/" + query, client);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{query}: {(int)answer.StatusCode} {body}");
        return JsonDocument.Parse(body).RootElement.Clone();
    }

    /// <summary>Study UIDs that a search of ImagingStudy finds, in its order.</summary>
    protected async Task<IReadOnlyList<string>> StudiesAsync(string client, string parameters)
    {
        var bundle = await SearchAsync(client, "ImagingStudy?" + parameters);
        return [.. Matches(bundle).Select(StudyUidOf)];
    }

    /// <summary>The matches of a Bundle; no includes, no notices.</summary>
    protected static IReadOnlyList<JsonElement> Matches(JsonElement bundle) => bundle.TryGetProperty("entry", out var entries)
        ? [.. entries.EnumerateArray().Where(entry => entry.GetProperty("search").GetProperty("mode").GetString() == "match").Select(entry => entry.GetProperty("resource"))]
        : [];

    /// <summary>The Study Instance UID of an ImagingStudy.</summary>
    protected static string StudyUidOf(JsonElement study) => study.GetProperty("identifier").EnumerateArray()
        .Single(identifier => identifier.TryGetProperty("system", out var system) && system.GetString() == "urn:dicom:uid")
        .GetProperty("value").GetString()!["urn:oid:".Length..];

    /// <summary><c>patient.identifier=</c> of a hospital's number, escaped.</summary>
    protected static string ByNumber(PretendHospital hospital, string number) =>
        "patient.identifier=" + Uri.EscapeDataString($"{hospital.Authority.Urn}|{number}");
}
