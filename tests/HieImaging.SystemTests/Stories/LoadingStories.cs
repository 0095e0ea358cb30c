using System.Globalization;
using HieImaging.Harness;
using HieImaging.PretendFacility.Domains;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>Files of patients, loaded by an operator; what of them is doubtful is explained to stewards and decided by nobody else.</summary>
public abstract class LoadingStories(Exchange exchange) : StewardStory(exchange)
{
    private const string Header = "id,family,given,birthDate,gender,line,city,state,postalCode,phone,identifier|http://hl7.org/fhir/sid/us-ssn\n";

    // A file is as old as what it says.
    private static readonly DateTime Exported = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Twins_of_two_files_are_never_linked_and_wait_for_stewards()
    {
        var (amelia, trusted) = (FreshPerson(), FreshTrusted().Value);
        var beatrice = amelia with { Given = "Beatrice" };
        var (one, twin, again) = (At(amelia), At(beatrice), At(amelia));
        await LoadAsync(one.Hospital, Row(one, trusted));
        await LoadAsync(twin.Hospital, Row(twin, "9" + FreshPatientNumber()));
        await LoadAsync(again.Hospital, Row(again, trusted));
        foreach (var known in (Known[])[one, twin, again])
            await PublishAsync(known.Hospital, known.Study);
        await Exchange.SettledAsync();

        Assert.Equal(StudiesOf(one, again), await FoundByAsync(one));                      // who is one person is linked by the load itself
        Assert.Equal(StudiesOf(twin), await FoundByAsync(twin));
        var (a, b) = (await SourceOfAsync(one), await SourceOfAsync(twin));
        Assert.Contains(await ItemsOfAsync(b), item => item.GetRawText().Contains(a, StringComparison.Ordinal) && PartOf(item, "state") == "open");

        var (code, said) = await NodeProcess.TryAsync(Exchange.Settings, "identity", "explain", one.Token, b);
        Assert.True(code == 0, said);
        Assert.Contains("are two persons", said, StringComparison.Ordinal);
        Assert.Contains("veto: ", said, StringComparison.Ordinal);
        Assert.DoesNotContain(amelia.Family, said, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(one.Number, said, StringComparison.Ordinal);
        using var door = await GetAsync($"fhir/Patient/$explain-link?a={a}&b={b}", Ann);
        var explained = await door.Content.ReadAsStringAsync();
        Assert.True(door.IsSuccessStatusCode, explained);
        Assert.Contains("\"cut\"", explained, StringComparison.Ordinal);
        Assert.DoesNotContain(amelia.Family, explained, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing_and_what_was_fed_since_stays()
    {
        var hospital = Exchange.FreshHospital();
        var people = Enumerable.Range(0, 120).Select(_ => (Person: FreshPerson(), Number: FreshPatientNumber())).ToList();
        var file = Header + string.Concat(people.Select((one, house) => Row(one.Person, one.Number, "")
            .Replace("12 Long Lane", $"{house} Long Lane", StringComparison.Ordinal)
            .Replace("62704,217-555-0142", $"{60_000 + (61 * house)},217-555-{1000 + (37 * house)}", StringComparison.Ordinal)));

        var first = await LoadAsync(hospital, file);
        var married = people[7].Person with { Family = FreshName() };
        await FeedAsync(hospital, married, people[7].Number);
        var second = await LoadAsync(hospital, file);

        Assert.Equal((120, 120, 0), (first["records"], first["changed"], first["refused"]));
        Assert.Equal((120, 0, 0), (second["records"], second["changed"], second["refused"]));
        var found = await SearchAsync(hospital.Ehr, "Patient?identifier=" + Uri.EscapeDataString($"{hospital.Authority.Urn}|{people[7].Number}"));
        Assert.Contains(married.Family, Assert.Single(Matches(found)).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_rows_of_one_number_the_later_counts()
    {
        var hospital = Exchange.FreshHospital();
        var twice = Enumerable.Range(0, 4).Select(_ => (Person: FreshPerson(), Number: FreshPatientNumber(), Married: FreshName())).ToList();
        var file = Header + string.Concat(twice.Select(one => Row(one.Person, one.Number, "") + Row(one.Person with { Family = one.Married }, one.Number, "")));

        var first = await LoadAsync(hospital, file);
        var again = await LoadAsync(hospital, file);

        Assert.Equal((8, 8, 0), (first["records"], first["changed"], first["refused"]));
        Assert.Equal((8, 0, 0), (again["records"], again["changed"], again["refused"]));
        foreach (var (_, number, married) in twice)
        {
            var found = await SearchAsync(hospital.Ehr, "Patient?identifier=" + Uri.EscapeDataString($"{hospital.Authority.Urn}|{number}"));
            Assert.Contains(married, Assert.Single(Matches(found)).GetRawText(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_record_that_cannot_be_taken_is_told_by_its_line_and_the_others_are_loaded()
    {
        var hospital = Exchange.FreshHospital();
        var (good, bad) = (FreshPerson(), FreshPerson());
        var numbers = new[] { FreshPatientNumber(), FreshPatientNumber() };
        var file = Header + Row(good, numbers[0], "") + Row(bad, numbers[1], "").Replace(",F,", ",lady,", StringComparison.Ordinal);

        var (code, said) = await TryLoadAsync(hospital, file);

        Assert.Equal(1, code);
        Assert.Contains("line 3 refused: ", said, StringComparison.Ordinal);
        Assert.DoesNotContain(bad.Family, said, StringComparison.Ordinal);
        Assert.DoesNotContain(numbers[1], said, StringComparison.Ordinal);
        Assert.Equal(1, ReadTally(said)["changed"]);
    }

    [Theory]
    [InlineData("id,family\nN1,A\n", "1.2.3.4.5", "Nobody feeds")]
    [InlineData("family\nA\n", null, "No column is the id")]
    [InlineData("", null, "no header")]
    public async Task A_file_that_does_not_fit_is_not_begun(string file, string? authority, string problem)
    {
        var (code, said) = await TryLoadAsync(Exchange.FreshHospital(), file, authority);
        Assert.Equal(2, code);
        Assert.Contains(problem, said, StringComparison.Ordinal);
    }

    private Task<Dictionary<string, double>> LoadAsync(PretendHospital hospital, (Known Known, string Ssn) row) =>
        LoadAsync(hospital, Header + Row(row.Known.Person, row.Known.Number, row.Ssn));

    private async Task<Dictionary<string, double>> LoadAsync(PretendHospital hospital, string file)
    {
        var (code, said) = await TryLoadAsync(hospital, file);
        Assert.True(code == 0, said);
        return ReadTally(said);
    }

    private async Task<(int Code, string Said)> TryLoadAsync(PretendHospital hospital, string file, string? authority = null)
    {
        var path = Path.Combine(Checkout.NewFolder("load"), "patients.csv");
        await File.WriteAllTextAsync(path, file);
        File.SetLastWriteTimeUtc(path, Exported);
        return await NodeProcess.TryAsync(
            Exchange.Settings, TimeSpan.FromMinutes(2), "identity", "load", path, "--authority", authority ?? hospital.Authority.Oid.Text, "--operator", "olga");
    }

    private static Dictionary<string, double> ReadTally(string said) => said.Split('\n').Last(line => line.StartsWith("records=", StringComparison.Ordinal))
        .Split(' ').Select(word => word.Split('=')).ToDictionary(pair => pair[0], pair => double.Parse(pair[1], CultureInfo.InvariantCulture));

    private static (Known, string) Row(Known known, string ssn) => (known, ssn);

    private static string Row(HieImaging.PretendFacility.Phantoms.PhantomPerson person, string number, string ssn) => string.Create(CultureInfo.InvariantCulture,
        $"{number},{person.Family},{person.Given},{person.Born:yyyyMMdd},F,12 Long Lane,Springfield,IL,62704,217-555-0142,{ssn}\n");
}

[Collection(InOneProcess.Name)]
public sealed class LoadingStoriesInOneProcess(OneProcess exchange) : LoadingStories(exchange);

[Collection(InOneProcessARole.Name)]
public sealed class LoadingStoriesInOneProcessARole(OneProcessARole exchange) : LoadingStories(exchange);
