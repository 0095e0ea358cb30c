using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Fhir.Xml;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Feeding;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.PretendFacility.Publishing;
using HieImaging.SystemTests.Harness;
using HieImaging.Xds.Responses;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>What each door answers for numbers that were merged, removed or written over: the table of docs/conformance.md, row by
/// row.</summary>
public abstract class GivenUpNumberStories(Exchange exchange) : PersonStory(exchange)
{
    [Fact]
    public async Task Studies_of_a_merged_number_are_its_survivors_by_either_number_and_no_answer_shows_it()
    {
        var trusted = FreshTrusted();
        var survivor = At(FreshPerson());
        var (subsumed, seeker) = (survivor with { Number = FreshPatientNumber() }, At(survivor.Person));
        subsumed = subsumed with { Study = FreshStudy(survivor.Hospital, survivor.Person, subsumed.Number) };
        await PublishAsync(survivor.Hospital, survivor.Study);
        await PublishAsync(survivor.Hospital, subsumed.Study);
        await FeedAsync(survivor, trusted);
        await FeedAsync(subsumed);
        await FeedAsync(seeker, trusted);
        await Exchange.SettledAsync();
        Assert.Equal(StudiesOf(survivor), await FoundByAsync(seeker));
        var (old, now) = (await SourceIdAsync(subsumed), await SourceIdAsync(survivor));

        using (var merged = await MergeAsync(subsumed, survivor))
            Assert.Equal(HttpStatusCode.OK, merged.StatusCode);

        // as soon as it is answered it holds (PIXm 2:3.104.4.1.3)
        foreach (var asked in (string[])[ByNumber(subsumed.Hospital, subsumed.Number), ByNumber(survivor.Hospital, survivor.Number), "patient=Patient/" + old, "patient=" + now])
            Assert.Equal(StudiesOf(survivor, subsumed), await FoundAsync(survivor, asked));
        Assert.Equal(StudiesOf(survivor, subsumed), await FoundByAsync(seeker));
        // also for who may not know who is one person (docs/decisions/0010): it is no link, and the seeker's number finds nothing
        var operations = await Exchange.Tokens.TokenAsync(survivor.Hospital.Ehr, null, "HOPERAT", CancellationToken.None);
        foreach (var (asked, found) in ((Known, IReadOnlyList<string>)[])[(survivor, StudiesOf(survivor, subsumed)), (subsumed, StudiesOf(survivor, subsumed)), (seeker, [])])
            Assert.Equal(found, await FoundWithAsync(operations, ByNumber(asked.Hospital, asked.Number)));
        using (var read = await GetAsync("fhir/Patient/" + old, survivor.Hospital.Ehr))
        {
            Assert.Equal(HttpStatusCode.OK, read.StatusCode);
            Assert.Null(read.Headers.ETag);
            var patient = JsonDocument.Parse(await read.Content.ReadAsStringAsync()).RootElement;
            Assert.False(patient.GetProperty("active").GetBoolean());
            Assert.Equal(("replaced-by", "Patient/" + now),
                (patient.GetProperty("link")[0].GetProperty("type").GetString(), patient.GetProperty("link")[0].GetProperty("other").GetProperty("reference").GetString()));
        }
        Assert.Empty(Matches(await SearchAsync(survivor.Hospital.Ehr, "Patient?identifier=" + Uri.EscapeDataString(subsumed.Token))));
        Assert.DoesNotContain(subsumed.Number, (await PersonAsync(survivor)).GetRawText(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await PixAsync(survivor, subsumed.Token)).Status);
        Assert.DoesNotContain(subsumed.Number, (await PixAsync(seeker, seeker.Token)).Body, StringComparison.Ordinal);
        Assert.Contains(survivor.Number, (await PixAsync(seeker, seeker.Token)).Body, StringComparison.Ordinal);

        // a late manifest under the old number is the survivor's
        var late = FreshStudy(survivor.Hospital, survivor.Person, subsumed.Number);
        await PublishAsync(survivor.Hospital, late);
        Assert.Contains(late.StudyUid, await FoundByAsync(seeker));

        // again the same (dcm4chee-arc #4990: a repeated merge changes nothing), reversed (#4589), revived: the state stays
        using (var again = await MergeAsync(subsumed, survivor))
            Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        using (var reversed = await MergeAsync(survivor, subsumed))
            Assert.Equal(HttpStatusCode.Conflict, reversed.StatusCode);
        using (var revived = await PutAsync(subsumed, Patient(subsumed)))
            Assert.Equal(HttpStatusCode.Conflict, revived.StatusCode);
        Assert.Contains(late.StudyUid, await FoundByAsync(seeker));
    }

    [Fact]
    public async Task A_merge_before_its_feed_is_kept_and_holds_when_the_number_comes()
    {
        var survivor = At(FreshPerson());
        var subsumed = survivor with { Number = FreshPatientNumber(), Study = FreshStudy(survivor.Hospital, survivor.Person) };
        subsumed = subsumed with { Study = FreshStudy(survivor.Hospital, survivor.Person, subsumed.Number) };
        await FeedAsync(survivor);
        using (var kept = await MergeAsync(subsumed, survivor, xml: true))
            Assert.Equal(HttpStatusCode.Accepted, kept.StatusCode);
        Assert.Empty(await FoundByAsync(survivor));

        await PublishAsync(survivor.Hospital, subsumed.Study);

        await Deadline.Until("the late number is the survivor's", async () => (await FoundByAsync(survivor)).SequenceEqual(StudiesOf(subsumed)));
    }

    [Fact]
    public async Task A_removed_number_answers_nothing_until_its_source_registers_it_anew()
    {
        var trusted = FreshTrusted();
        var (one, seeker) = await LinkedAsync(trusted);
        var id = await SourceIdAsync(one);

        using (var removed = await DeleteAsync(one))
            Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);

        Assert.Empty(await FoundByAsync(one));
        Assert.Empty(await FoundAsync(one, "patient=" + id));
        Assert.Equal(StudiesOf(seeker), await FoundByAsync(seeker));
        Assert.Equal(HttpStatusCode.NotFound, (await PixAsync(one, one.Token)).Status);
        Assert.DoesNotContain(one.Number, (await PixAsync(seeker, seeker.Token)).Body, StringComparison.Ordinal);
        Assert.Empty(Matches(await SearchAsync(one.Hospital.Ehr, "Patient?identifier=" + Uri.EscapeDataString(one.Token))));
        using (var read = await GetAsync("fhir/Patient/" + id, one.Hospital.Ehr))
            Assert.Equal(HttpStatusCode.Gone, read.StatusCode);
        using (var again = await DeleteAsync(one))
            Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
        using (var never = await DeleteAsync(one with { Number = FreshPatientNumber() }))
            Assert.Equal(HttpStatusCode.NotFound, never.StatusCode);
        using (var foreign = await DeleteAsync(one, seeker.Hospital.Adt))
            Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);

        await FeedAsync(one, trusted);

        Assert.Equal(StudiesOf(one, seeker), await FoundByAsync(one));
        Assert.Equal(StudiesOf(one, seeker), await FoundByAsync(seeker));
    }

    [Fact]
    public async Task A_removal_that_was_refused_removes_nobody_later()
    {
        var stays = At(FreshPerson());
        var goes = stays with { Number = FreshPatientNumber() };
        goes = goes with { Study = FreshStudy(goes.Hospital, goes.Person, goes.Number) };
        using (var refused = await DeleteAsync(goes))
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);

        await FeedAsync(stays);
        await PublishAsync(goes.Hospital, goes.Study);
        await Exchange.SettledAsync();
        Assert.Equal(StudiesOf(goes), await FoundByAsync(goes));
        using (var merged = await MergeAsync(goes, stays))
            Assert.Equal(HttpStatusCode.OK, merged.StatusCode);

        Assert.Equal(StudiesOf(goes), await FoundByAsync(stays));
        Assert.Equal(0L, await Exchange.ScalarAsync(
            $"select count(*) from identity.source_word where source_id = '{await SourceIdAsync(goes)}' and kind = 'removal'"));
    }

    [Fact]
    public async Task A_record_written_over_with_another_patient_stands_alone()
    {
        var (one, seeker) = await LinkedAsync(FreshTrusted());
        var other = FreshPerson() with { Given = "Benedict", Sex = "M", Born = one.Person.Born.AddYears(21).AddMonths(5).AddDays(13) };

        using (var fed = await PutAsync(one, Patient(one with { Person = other })))
            Assert.Equal(HttpStatusCode.OK, fed.StatusCode);

        Assert.Equal(StudiesOf(one), await FoundByAsync(one));
        Assert.Equal(StudiesOf(seeker), await FoundByAsync(seeker));
        Assert.DoesNotContain(one.Number, (await PixAsync(seeker, seeker.Token)).Body, StringComparison.Ordinal);
        Assert.DoesNotContain(other.Family, (await PersonAsync(seeker)).GetRawText(), StringComparison.Ordinal);
        using var read = await GetAsync("fhir/Patient/" + await SourceIdAsync(one), one.Hospital.Ehr);
        Assert.Contains(one.Person.Family, await read.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1L, await Exchange.ScalarAsync(
            $"select count(*) from identity.review_item where kind = 'overlay' and state = 'open' and low = '{await SourceIdAsync(one)}'"));
    }

    [Fact]
    public async Task A_domain_id_that_was_given_up_is_unknown_and_its_documents_are_the_survivors()
    {
        var hospital = Exchange.FreshHospital();
        var study = FreshStudy(hospital, FreshPerson());
        var (old, now) = (await FreshDomainIdAsync(), await FreshDomainIdAsync());
        var token = await Exchange.TokenAsync(hospital.Pacs);
        var first = ImagingSubmission.Of(hospital, PhantomManifest.Of(hospital, study), old);
        Assert.Equal(ResponseStatus.Success, (await Source.ProvideAsync(first, token, CancellationToken.None)).Status);

        using (var merged = await PutAsync(old, PretendPatient.GivenUp(old, now).ToJsonString(), PretendDomain.IdentitySource))
            Assert.Equal(HttpStatusCode.OK, merged.StatusCode);

        var again = FreshStudy(hospital, study.Person, study.PatientId);
        var refused = await Source.ProvideAsync(ImagingSubmission.Of(hospital, PhantomManifest.Of(hospital, again), old), token, CancellationToken.None);
        Assert.Contains(refused.Errors, error => error.Code == RegistryErrorCode.UnknownPatientId);
        var taken = await Source.ProvideAsync(ImagingSubmission.Of(hospital, PhantomManifest.Of(hospital, again), now), token, CancellationToken.None);
        Assert.Equal(ResponseStatus.Success, taken.Status);
    }

    private async Task<IReadOnlyList<string>> FoundWithAsync(string token, string parameters)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "fhir/ImagingStudy?" + parameters);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await Exchange.Http.SendAsync(request);
        using var bundle = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return [.. Matches(bundle.RootElement).Select(StudyUidOf).Order(StringComparer.Ordinal)];
    }

    private async Task<(HttpStatusCode Status, string Body)> PixAsync(Known asking, string token)
    {
        using var answer = await GetAsync("fhir/Patient/$ihe-pix?sourceIdentifier=" + Uri.EscapeDataString(token), asking.Hospital.Ehr);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static string Patient(Known known) => new PretendPatient
    {
        Number = known.Hospital.Patient(known.Number), Family = known.Person.Family, Given = [known.Person.Given], BirthDate = known.Person.Born,
        Gender = known.Person.Sex == "F" ? "female" : "male",
    }.ToFhir().ToJsonString();

    private Task<HttpResponseMessage> MergeAsync(Known subsumed, Known survivor, bool xml = false)
    {
        var (old, now) = (subsumed.Hospital.Patient(subsumed.Number), survivor.Hospital.Patient(survivor.Number));
        return PutAsync(old, PretendPatient.GivenUp(old, now).ToJsonString(), subsumed.Hospital.Adt, xml);
    }

    private Task<HttpResponseMessage> PutAsync(Known known, string patient) =>
        PutAsync(known.Hospital.Patient(known.Number), patient, known.Hospital.Adt);

    private async Task<HttpResponseMessage> PutAsync(PatientIdentifier number, string patient, string client, bool xml = false)
    {
        using var json = JsonDocument.Parse(patient);
        using var request = new HttpRequestMessage(HttpMethod.Put, At(number))
        {
            Content = xml
                ? new ByteArrayContent(FhirXml.Write(json.RootElement)) { Headers = { ContentType = new MediaTypeHeaderValue("application/fhir+xml") } }
                : new StringContent(patient, Encoding.UTF8, "application/fhir+json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Exchange.TokenAsync(client));
        return await Exchange.Http.SendAsync(request);
    }

    private async Task<HttpResponseMessage> DeleteAsync(Known known, string? client = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, At(known.Hospital.Patient(known.Number)));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Exchange.TokenAsync(client ?? known.Hospital.Adt));
        return await Exchange.Http.SendAsync(request);
    }

    private static string At(PatientIdentifier number) => "fhir/Patient?identifier=" + Uri.EscapeDataString($"{number.Authority.Urn}|{number.Value}");
}

[Collection(InOneProcess.Name)]
public sealed class GivenUpNumberStoriesInOneProcess(OneProcess exchange) : GivenUpNumberStories(exchange);
