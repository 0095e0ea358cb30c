using System.Text.Json;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>A study made elsewhere is found by the number that one knows.</summary>
public abstract class SharedPatientStories(Exchange exchange) : PersonStory(exchange)
{
    [Fact]
    public async Task Each_of_two_hospitals_finds_both_studies_by_its_own_number()
    {
        var (one, other) = await LinkedAsync(FreshTrusted());

        Assert.Equal(StudiesOf(one, other), await FoundByAsync(one));
        Assert.Equal(StudiesOf(one, other), await FoundByAsync(other));
    }

    [Fact]
    public async Task A_third_hospital_that_only_feeds_finds_them_too()
    {
        var trusted = FreshTrusted();
        var (one, other) = await LinkedAsync(trusted);
        var seeker = At(one.Person);
        Assert.Empty(await FoundByAsync(seeker));

        await FeedAsync(seeker, trusted);

        await Deadline.Until("the newcomer's number finds both", async () => (await FoundByAsync(seeker)).SequenceEqual(StudiesOf(one, other)));
    }

    [Fact]
    public async Task Every_way_of_naming_the_patient_gives_the_same_studies()
    {
        var (one, other) = await LinkedAsync(FreshTrusted());
        var (own, token) = (ByNumber(one.Hospital, one.Number), Uri.EscapeDataString(one.Token));
        var person = IdOf(await PersonAsync(one));
        var source = Matches(await SearchAsync(one.Hospital.Ehr, "ImagingStudy?" + own))[0].GetProperty("subject").GetProperty("reference").GetString()!;

        Assert.StartsWith("p-", person, StringComparison.Ordinal);
        Assert.StartsWith("Patient/s-", source, StringComparison.Ordinal);
        foreach (var way in (string[])[$"patient=Patient/{person}", $"patient={person}", $"subject=Patient/{person}", $"patient={source}", $"patient:identifier={token}", $"subject:identifier={token}"])
        {
            Assert.Equal(StudiesOf(one, other), await FoundAsync(one, way));
            Assert.Equal(StudiesOf(one, other), await PostedAsync(one, way));
        }
        Assert.Equal(StudiesOf(one, other), await PostedAsync(one, own));
        Assert.Equal(StudiesOf(other), await FoundAsync(one, $"{own}&identifier=urn:oid:{other.Study.StudyUid}"));
        Assert.Equal(StudiesOf(other), await FoundAsync(one, $"{own}&identifier={other.Study.Accession}"));
    }

    [Fact]
    public async Task Endpoints_and_patients_come_along_and_no_address_of_an_archive()
    {
        var (one, other) = await LinkedAsync(FreshTrusted());

        var bundle = await SearchAsync(one.Hospital.Ehr, $"ImagingStudy?{ByNumber(one.Hospital, one.Number)}&_include=ImagingStudy:patient&_include=ImagingStudy:endpoint");

        var matches = Matches(bundle);
        var included = Included(bundle);
        Assert.Equal(2, matches.Count);
        Assert.Equal(2, bundle.GetProperty("total").GetInt32());
        Assert.Equal(
            matches.Select(study => study.GetProperty("subject").GetProperty("reference").GetString()).Order(),
            included.Where(resource => TypeOf(resource) == "Patient").Select(patient => "Patient/" + IdOf(patient)).Order());
        var addresses = included.Where(resource => TypeOf(resource) == "Endpoint").Select(endpoint => endpoint.GetProperty("address").GetString()!).ToList();
        foreach (var known in (Known[])[one, other])
            Assert.Single(addresses, address => address.EndsWith($"/dicomweb/at/{known.Hospital.Id}", StringComparison.Ordinal));
        Assert.DoesNotContain(new Uri(Exchange.Archive.DicomWeb).Authority, bundle.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_shows_every_number_and_links_what_hospitals_said()
    {
        var (one, other) = await LinkedAsync(FreshTrusted());

        var person = await PersonAsync(one);

        Assert.Equal(IdOf(person), IdOf(await PersonAsync(other)));
        var carried = person.GetProperty("identifier").EnumerateArray()
            .Select(identifier => $"{identifier.GetProperty("system").GetString()}|{identifier.GetProperty("value").GetString()}").ToList();
        Assert.Contains(one.Token, carried);
        Assert.Contains(other.Token, carried);
        Assert.Equal(2, person.GetProperty("link").GetArrayLength());
    }

    private static string TypeOf(JsonElement resource) => resource.GetProperty("resourceType").GetString()!;

    private static List<JsonElement> Included(JsonElement bundle) =>
        [.. bundle.GetProperty("entry").EnumerateArray().Where(entry => entry.GetProperty("search").GetProperty("mode").GetString() == "include").Select(entry => entry.GetProperty("resource"))];
}

[Collection(InOneProcess.Name)]
public sealed class SharedPatientStoriesInOneProcess(OneProcess exchange) : SharedPatientStories(exchange);

[Collection(InOneProcessARole.Name)]
public sealed class SharedPatientStoriesInOneProcessARole(OneProcessARole exchange) : SharedPatientStories(exchange);
