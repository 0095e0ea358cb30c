using System.Net;
using System.Text.Json;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Feeding;
using HieImaging.PretendFacility.Publishing;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>What every door answers for a number in each of the states that it can get into: the columns of the table in
/// docs/conformance.md, "Numbers that were given up, door by door".</summary>
public abstract class GivenUpDoorStories(Exchange exchange) : HealthQueryStory(exchange)
{
    private readonly Dictionary<string, string> _letters = new(StringComparer.Ordinal);

    // G is the number's own study, S the one of the number beside it, K what another hospital knows of S's person. Then: the studies found by
    // the number; by S; what a read is answered; whether the number is known to questions of identity; what its source may say of it next.
    [Theory]
    [InlineData("merged", "GKS", "GKS", 200, false, "revise 409, remove 409, merge 200")]
    [InlineData("renumbered", "G", "KS", 200, false, "revise 409, remove 409, merge 409")]
    [InlineData("removed", "", "KS", 410, false, "remove 204, merge 409, revise 201")]
    [InlineData("unlinked", "G", "KS", 200, true, "revise 200, remove 204")]
    [InlineData("overlaid", "G", "KS", 200, true, "revise 200, merge 200")]
    public async Task Every_door_answers_by_the_state_of_the_number(
        string state, string found, string foundByS, int read, bool isKnown, string next)
    {
        var trusted = FreshTrusted();
        var stays = At(FreshPerson());
        var (goes, seeker) = (Beside(stays, "G"), Named(At(stays.Person), "K"));
        Named(stays, "S");
        foreach (var known in (Known[])[stays, goes, seeker])
            await PublishAsync(known);
        await SayAsync(Adt(stays, "A28", trusted));
        await SayAsync(Adt(seeker, "A28", trusted));
        await SayAsync(Adt(goes, "A28"));
        await ArchiveAsync(goes.Study);
        await Exchange.SettledAsync();
        Assert.Equal("pair", await DoubtsAsync(goes, stays));
        await BringAboutAsync(state, stays, goes);

        // studies and documents, at every door and by every name
        Assert.Equal(found, await FoundEverywhereAsync(goes, goes));
        Assert.Equal(foundByS, await FoundEverywhereAsync(stays, stays));
        Assert.Equal(foundByS, await FoundEverywhereAsync(seeker, seeker));
        var (source, born) = await IdsAsync(goes);
        foreach (var id in (string[])[source, born])
            Assert.Equal(found, Letters(await FoundAsync(seeker, "patient=Patient/" + id)));
        foreach (var query in (string[])[$"identifier=urn:dicom:uid|urn:oid:{goes.Study.StudyUid}", "identifier=" + goes.Study.Accession])
            Assert.Equal("G", Letters(await FoundAsync(seeker, query)));
        using (var images = await GetAsync($"dicomweb/studies/{goes.Study.StudyUid}/metadata", seeker.Hospital.Ehr, "application/dicom+json"))
            Assert.Equal(HttpStatusCode.OK, images.StatusCode);

        // who it is
        using (var answer = await GetAsync("fhir/Patient/" + source, goes.Hospital.Ehr))
            Assert.Equal((HttpStatusCode)read, answer.StatusCode);
        Assert.Equal(isKnown ? 1 : 0, Matches(await SearchAsync(goes.Hospital.Ehr, "Patient?identifier=" + Uri.EscapeDataString(goes.Token))).Count);
        using (var answer = await GetAsync("fhir/Patient/$ihe-pix?sourceIdentifier=" + Uri.EscapeDataString(goes.Token), goes.Hospital.Ehr))
            Assert.Equal(isKnown ? HttpStatusCode.OK : HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(isKnown ? ("AA", "NF") : ("AE", "AE"), Replied(await PixAsync(goes, Cx(goes))));
        Assert.Equal(("AA", isKnown ? "OK" : "NF"), Replied(await PdqAsync(goes, $"@PID.3.1^{goes.Number}~@PID.3.4.1^{Namespace(goes.Hospital)}")));
        Assert.DoesNotContain(goes.Number, (await PixAsync(seeker, Cx(seeker))).First("PID")![3].Raw, StringComparison.Ordinal);

        // nobody is asked whether a number and the one that it was given up for are two (HAPI #4287)
        Assert.Equal(state == "overlaid" ? "overlay" : null, await DoubtsAsync(goes, stays));

        // a late manifest under it
        var late = Named(goes with { Study = FreshStudy(goes.Hospital, goes.Person, goes.Number) }, "L");
        await PublishAsync(late);
        await Exchange.SettledAsync();
        Assert.Equal(found.Length == 0 ? "" : string.Concat((found + "L").Order()), Letters(await FoundByAsync(goes)));
        Assert.Equal("L", Letters(await FoundAsync(seeker, "identifier=urn:dicom:uid|urn:oid:" + late.Study.StudyUid)));

        foreach (var (verb, status) in next.Split(", ").Select(step => step.Split(' ')).Select(step => (step[0], int.Parse(step[1], null))))
            Assert.Equal((verb, status), (verb, await SaidAsync(verb, goes, stays)));
    }

    [Fact]
    public async Task No_door_finds_by_a_number_that_was_given_up_for_one_that_was_removed_since()
    {
        var stays = Named(At(FreshPerson()), "S");
        var goes = Beside(stays, "G");
        foreach (var known in (Known[])[stays, goes])
        {
            await PublishAsync(known);
            await SayAsync(Adt(known, "A28"));
        }
        await Exchange.SettledAsync();
        Assert.Equal(200, await SaidAsync("merge", goes, stays));
        Assert.Equal("GS", await FoundEverywhereAsync(goes, goes));

        Assert.Equal(204, await SaidAsync("remove", stays, goes));

        foreach (var known in (Known[])[stays, goes])
            Assert.Equal("", await FoundEverywhereAsync(known, known));
    }

    [Fact]
    public async Task A_viewer_is_shown_the_number_that_stays()
    {
        var stays = Named(At(FreshPerson(), FreshPatientNumber("Z")), "S");
        var goes = Beside(stays, "G", FreshPatientNumber("A"));
        foreach (var known in (Known[])[stays, goes])
        {
            await PublishAsync(known);
            await SayAsync(Adt(known, "A28"));
        }
        await Exchange.SettledAsync();

        await SayAsync(Adt(stays, "A40") with { Subsumed = goes.Number, SaidAt = Later(1) });

        var other = Exchange.FreshHospital().Ehr;
        foreach (var known in (Known[])[stays, goes])
        {
            Assert.Equal([stays.Number], await QueriedAsync(stays.Hospital.Ehr, "StudyInstanceUID=" + known.Study.StudyUid));
            Assert.Equal([Cx(stays)], await QueriedAsync(other, "StudyInstanceUID=" + known.Study.StudyUid));
        }
        // who asks by the number that was given up reads what he asked by (docs/decisions/0022)
        Assert.Equal([goes.Number, goes.Number], await QueriedAsync(stays.Hospital.Ehr, "PatientID=" + goes.Number));
    }

    private async Task BringAboutAsync(string state, Known stays, Known goes)
    {
        var merge = Adt(stays, "A40") with { Subsumed = goes.Number, SaidAt = Later(1) };
        if (state is "merged" or "unlinked")
            await SayAsync(merge);
        if (state == "unlinked")
            await SayAsync(Adt(goes, "A37") with { Patients = [PatientOf(goes), PatientOf(stays)], SaidAt = Later(2) });
        if (state == "renumbered")
            await SayAsync(Adt(goes with { Number = FreshPatientNumber() }, "A47") with { Subsumed = goes.Number, SaidAt = Later(1) });
        if (state == "removed")
            Assert.Equal(204, await SaidAsync("remove", goes, stays));
        if (state == "overlaid")
        {
            var other = PatientOf(goes) with { Family = FreshPerson().Family, Given = ["Benedict"], Gender = "male", BirthDate = new DateOnly(1931, 11, 23) };
            await SayAsync(Adt(goes, "A31") with { Patients = [other], SaidAt = Later(1) });
        }
    }

    // ImagingStudy, DocumentReference and QIDO-RS find the same by a number, also where another hospital asks by it.
    private async Task<string> FoundEverywhereAsync(Known asking, Known by)
    {
        var studies = Letters(await FoundAsync(asking, ByNumber(by.Hospital, by.Number)));
        var documents = Matches(await SearchAsync(asking.Hospital.Ehr, "DocumentReference?status=current&" + ByNumber(by.Hospital, by.Number)))
            .Select(document => document.GetProperty("masterIdentifier").GetProperty("value").GetString()!["urn:oid:".Length..]);
        var objects = await QueriedAsync(asking.Hospital.Ehr, $"PatientID={by.Number}&IssuerOfPatientID={Namespace(by.Hospital)}", "0020000D");
        Assert.Equal(studies, Letters(documents));
        Assert.Equal(studies, Letters(objects));
        var alike = await QueriedAsync(asking.Hospital.Ehr, $"PatientID=?{by.Number[1..]}&IssuerOfPatientID={Namespace(by.Hospital)}", "0020000D");
        Assert.Equal(studies, Letters(alike));
        return studies;
    }

    // What stewards are asked about it and the number beside it.
    private async Task<string?> DoubtsAsync(Known known, Known beside)
    {
        var ids = $"'{(await IdsAsync(known)).Source}', '{(await IdsAsync(beside)).Source}'";
        return await Exchange.ScalarAsync($"""
            select string_agg(kind, ' ' order by kind) from identity.review_item where state = 'open' and low in ({ids}) and high in ({ids})
            """) as string;
    }

    // QIDO-RS: one attribute of each result.
    private async Task<IReadOnlyList<string>> QueriedAsync(string client, string query, string tag = "00100020")
    {
        using var answer = await GetAsync("dicomweb/studies?" + query, client, "application/dicom+json");
        if (answer.StatusCode == HttpStatusCode.NoContent)
            return [];
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return [.. json.RootElement.EnumerateArray().Select(result => result.GetProperty(tag).GetProperty("Value")[0].GetString()!)];
    }

    private async Task<int> SaidAsync(string verb, Known goes, Known stays)
    {
        var (number, token, adt) = (goes.Hospital.Patient(goes.Number), await Exchange.TokenAsync(goes.Hospital.Adt), new AdtPlayer(Exchange.Http));
        using var answer = await (verb switch
        {
            "revise" => adt.FeedAsync(PatientOf(goes), token, CancellationToken.None),
            "merge" => adt.GiveUpAsync(number, stays.Hospital.Patient(stays.Number), token, CancellationToken.None),
            _ => adt.RemoveAsync(number, token, CancellationToken.None),
        });
        return (int)answer.StatusCode;
    }

    // One more number of the same hospital for somebody of the same name: not alike enough to be linked.
    private Known Beside(Known known, string letter, string? fresh = null)
    {
        var number = fresh ?? FreshPatientNumber();
        return Named(known with { Number = number, Study = FreshStudy(known.Hospital, known.Person, number) }, letter);
    }

    private Known Named(Known known, string letter)
    {
        _letters[known.Study.StudyUid] = letter;
        return known;
    }

    private async Task PublishAsync(Known known)
    {
        var submission = await PublishAsync(known.Hospital, known.Study);
        _letters[submission.DocumentUniqueId] = _letters[known.Study.StudyUid];
    }

    private string Letters(IEnumerable<string> ids) => string.Concat(ids.Select(id => _letters[id]).Order(StringComparer.Ordinal));

    private async Task<(string Source, string Born)> IdsAsync(Known known)
    {
        var id = await SourceIdAsync(known);
        return (id, (string)(await Exchange.ScalarAsync($"select born_id from record_locator.person_link where source_id = '{id}'"))!);
    }
}

[Collection(InOneProcess.Name)]
public sealed class GivenUpDoorStoriesInOneProcess(OneProcess exchange) : GivenUpDoorStories(exchange);
