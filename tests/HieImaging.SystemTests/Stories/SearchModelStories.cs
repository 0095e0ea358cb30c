using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.PretendFacility.Publishing;
using HieImaging.SystemTests.Harness;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.SystemTests.Stories;

/// <summary>
/// Searches put together by chance, asked by callers taken by chance, over studies made by chance: each answers what a filter in memory over
/// the same studies answers, page by page too, and never a study that the plain search of that caller would not show.
/// </summary>
[Collection(InOneProcess.Name)]
public sealed class SearchModelStories(OneProcess exchange, ITestOutputHelper output) : PersonStory(exchange)
{
    private const int Searches = 120;
    private readonly List<PretendHospital> _hospitals = [];
    private readonly List<(PhantomPerson Person, Dictionary<PretendHospital, string> Numbers)> _people = [];
    private readonly List<CohortStudy> _studies = [];
    private readonly Dictionary<CohortCaller, string> _tokens = [];
    private readonly Dictionary<string, string> _sources = new(StringComparer.Ordinal);

    [Fact]
    public async Task A_search_answers_what_a_filter_in_memory_does()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await PublishAsync(random);
        for (var i = 0; i < Searches; i++)
            await CompareAsync(random, i);
    }

    private async Task CompareAsync(Random random, int number)
    {
        var caller = new CohortCaller(Pick(random, _hospitals), random.Next(3) == 0 ? "HOPERAT" : "TREAT", random.Next(4) == 0 ? "CT" : null);
        List<(string Query, Func<CohortStudy, bool> Holds)> terms = [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Term(random, caller))];
        var query = $"{Cohort}&{string.Join('&', terms.Select(term => term.Query))}";
        var expected = _studies.Where(study => caller.Sees(study) && terms.TrueForAll(term => term.Holds(study))).Select(study => study.Uid).Order(StringComparer.Ordinal).ToList();

        var whole = await AskAsync(caller, query + "&_count=100&_total=accurate");
        var found = Matches(whole).Select(StudyUidOf).ToList();
        var asked = $"search {number} by {caller.Hospital.Id} {caller.Purpose} {caller.Modality}: {string.Join('&', terms.Select(term => term.Query))}";
        Assert.True(expected.SequenceEqual(found.Order(StringComparer.Ordinal)), $"{asked}: found {found.Count}, expected {expected.Count}");
        Assert.Equal(expected.Count, whole.GetProperty("total").GetInt32());
        Assert.Equal(expected.Count, (await AskAsync(caller, query + "&_summary=count")).GetProperty("total").GetInt32());
        if (number % 4 == 0)
            Assert.Equal(found, await PagedAsync(caller, query));
    }

    // A term and what it means, told by the manifests.
    private (string Query, Func<CohortStudy, bool> Holds) Term(Random random, CohortCaller caller)
    {
        var study = Pick(random, _studies);
        var person = _people[study.Person];
        var day = study.Started.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        // who treats is shown persons, who does not his own hospital's patients
        bool Known(CohortStudy one, Func<PhantomPerson, bool> holds) => holds(_people[one.Person].Person) && (caller.Treats || one.Hospital == caller.Hospital);
        var region = Pick(random, "774007", "63337009", "80891009");
        var modality = Pick(random, "CT", "MR", "CR");
        return random.Next(25) switch
        {
            0 => ($"modality={modality}", one => one.Modalities.Contains(modality)),
            1 => ($"modality:not={modality},XA", one => !one.Modalities.Contains(modality)),
            2 => ($"started=ge{day}", one => one.Started >= study.Started),
            3 => ($"started=lt{day}", one => one.Started < study.Started),
            4 => ($"started={study.Started.Year}", one => one.Started.Year == study.Started.Year),
            5 => ($"bodysite={region}", one => one.Regions.Contains(region)),
            6 => ($"body-site=http://snomed.info/sct|{region}", one => one.Regions.Contains(region)),
            7 => ("bodysite=http://snomed.info/sct|", one => one.Regions.Any()),
            24 => ($"bodysite:not={region}", one => !one.Regions.Contains(region)),
            8 => ("bodysite:missing=true", one => !one.Regions.Any()),
            9 => ("bodysite:missing=false", one => one.Regions.Any()),
            10 => ($"dicom-class=urn:oid:{study.Classes.First()}", one => one.Classes.Contains(study.Classes.First())),
            11 => ($"basedon:identifier=urn:oid:{study.Hospital.AccessionAuthority}|{study.Accession}", one => one.Uid == study.Uid),
            12 => ($"based-on.identifier={study.Accession}", one => one.Accession == study.Accession),
            13 => ("referrer.name=Oka", one => one.Manifest.Study.ReferringPhysician?.Contains("Oka", StringComparison.Ordinal) == true),
            14 => ("referrer:missing=true", one => one.Manifest.Study.ReferringPhysician is null),
            15 => ("endpoint:missing=false", one => one.HasEndpoint),
            16 => ($"endpoint.organization.name:exact={Uri.EscapeDataString(study.Hospital.Name)}", one => one.HasEndpoint && one.Hospital == study.Hospital),
            17 => ($"performer.name:exact={Uri.EscapeDataString(study.Hospital.Name)}", one => one.Hospital == study.Hospital),
            18 => ($"patient.birthdate={person.Person.Born:yyyy-MM-dd}", one => Known(one, who => who.Born == person.Person.Born)),
            19 => ($"patient.family={person.Person.Family}", one => Known(one, who => who.Family == person.Person.Family)),
            20 => ($"patient.name:exact={person.Person.Family}&subject:Patient.gender=female", one => Known(one, who => who.Family == person.Person.Family)),
            21 => ($"patient.birthdate=gt{person.Person.Born:yyyy-MM-dd}", one => Known(one, who => who.Born > person.Person.Born)),
            22 => ($"_security:not=http://terminology.hl7.org/CodeSystem/v3-Confidentiality|V", one => !one.Sensitive),
            _ => ($"identifier={study.Uid},{study.Accession}", one => one.Uid == study.Uid || one.Accession == study.Accession),
        };
    }

    private string Cohort => "patient=" + string.Join(',', _sources.Values.Distinct());

    private async Task<IReadOnlyList<string>> PagedAsync(CohortCaller caller, string query)
    {
        var found = new List<string>();
        for (var next = query + "&_count=3"; next is not null;)
        {
            var page = await AskAsync(caller, next);
            found.AddRange(Matches(page).Select(StudyUidOf));
            next = page.GetProperty("link").EnumerateArray().Where(link => link.GetProperty("relation").GetString() == "next")
                .Select(link => new Uri(link.GetProperty("url").GetString()!).Query.TrimStart('?')).FirstOrDefault();
        }
        return found;
    }

    // By POST: a query of numbers stands in no address.
    private async Task<JsonElement> AskAsync(CohortCaller caller, string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "fhir/ImagingStudy/_search")
        {
            Content = new StringContent(query, System.Text.Encoding.ASCII, "application/x-www-form-urlencoded"),
        };
        if (!_tokens.TryGetValue(caller, out var token))
            _tokens[caller] = token = await Exchange.Tokens.TokenAsync(
                caller.Hospital.Ehr, caller.Modality is null ? null : $"system/ImagingStudy.rs?modality={caller.Modality} system/Patient.rs system/Endpoint.rs system/Organization.rs",
                caller.Purpose, CancellationToken.None);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await Exchange.Http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{query}: {(int)answer.StatusCode} {body}");
        return JsonDocument.Parse(body).RootElement.Clone();
    }

    // Four hospitals, six people whom two or three of them know under one trusted number, and a study or more of each.
    private async Task PublishAsync(Random random)
    {
        _hospitals.AddRange(Enumerable.Range(0, 4).Select(_ => Exchange.FreshHospital()));
        for (var person = 0; person < 6; person++)
        {
            var at = _hospitals.OrderBy(_ => random.Next()).Take(2 + random.Next(2)).ToDictionary(hospital => hospital, _ => FreshPatientNumber());
            _people.Add((FreshPerson(), at));
            var trusted = FreshTrusted();
            foreach (var (hospital, number) in at)
            {
                await FeedAsync(hospital, _people[^1].Person, number, trusted);
                _studies.AddRange(Enumerable.Range(0, 1 + random.Next(3)).Select(_ => CohortStudy.Any(
                    random, hospital, person, FreshStudy(hospital, _people[person].Person, number, Series(random)))));
            }
        }
        foreach (var study in _studies)
            await PublishAsync(study);
        await Exchange.SettledAsync();
        foreach (var (person, numbers) in _people)
            foreach (var (hospital, number) in numbers)
                await Deadline.Until("each person is one", async () =>
                {
                    var token = Uri.EscapeDataString($"{hospital.Authority.Urn}|{number}");
                    var found = Matches(await SearchAsync(hospital.Ehr, "Patient?identifier=" + token));
                    if (found is not [var one] || !one.TryGetProperty("link", out var links) || links.GetArrayLength() != numbers.Count)
                        return false;
                    foreach (var link in links.EnumerateArray())
                    {
                        var source = link.GetProperty("other").GetProperty("reference").GetString()!;
                        _sources[source] = source;
                    }
                    return true;
                });
    }

    private async Task PublishAsync(CohortStudy study)
    {
        var submission = ImagingSubmission.Of(study.Hospital, study.Manifest, await FreshDomainIdAsync());
        if (study.Sensitive)
            submission = submission with
            {
                Submission = submission.Submission with
                {
                    Entries = [submission.Submission.Entries[0] with { ConfidentialityCodes = [new Code("V", "2.16.840.1.113883.5.25", "very restricted")] }],
                },
            };
        var response = await Source.ProvideAsync(submission, await Exchange.TokenAsync(study.Hospital.Pacs), CancellationToken.None);
        Assert.True(response.Status == ResponseStatus.Success, string.Join("; ", response.Errors));
    }

    private static PhantomSeries[] Series(Random random) =>
    [
        .. new[] { PhantomSeries.Ct(1), PhantomSeries.Mr("T1", 1), PhantomSeries.Cr("PA") }.OrderBy(_ => random.Next()).Take(1 + random.Next(2)),
    ];

    private static T Pick<T>(Random random, params IReadOnlyList<T> values) => values[random.Next(values.Count)];
}
