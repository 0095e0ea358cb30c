using HieImaging.PretendFacility.Domains;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Anomalies;

/// <summary>Derived tables are spoilt, and one operator's command makes them what the stored documents and feeds say.</summary>
[Collection(ServersKilled.Name)]
public sealed class Rebuilding(OnOwnServers exchange) : Story(exchange)
{
    [Fact]
    public async Task What_was_spoilt_is_found_and_mended_and_nothing_else_is_touched()
    {
        var (hospital, seeker, person) = (Exchange.FreshHospital(), Exchange.FreshHospital(), FreshPerson());
        var (number, seekers, trusted) = (FreshPatientNumber(), FreshPatientNumber(), (PretendDomain.TrustedIdentifier, FreshPatientNumber("9")));
        await FeedAsync(hospital, person, number, trusted);
        await FeedAsync(seeker, person, seekers, trusted);
        var (gone, hidden, sound) = (FreshStudy(hospital, person, number), FreshStudy(hospital, person, number), FreshStudy(hospital, person, number));
        foreach (var study in new[] { gone, hidden, sound })
            await PublishAsync(hospital, study);
        await Exchange.SettledAsync();
        var all = new[] { gone.StudyUid, hidden.StudyUid, sound.StudyUid }.Order(StringComparer.Ordinal).ToList();
        Assert.Equal(all, await FoundAsync(seeker, seekers));
        await CheckAsync(expected: 0);

        await Exchange.ScalarAsync($"""
            delete from record_locator.registered_study where study_uid = '{gone.StudyUid}';
            update record_locator.registered_study set modalities = array['XX'], deleted = true where study_uid = '{hidden.StudyUid}';
            delete from record_locator.patient_identifier where value = '{trusted.Item2}';
            update record_locator.person_link set person_id = born_id
            """);
        Assert.Empty(await FoundAsync(seeker, seekers));
        await CheckAsync(expected: 1);
        Assert.Empty(await FoundAsync(seeker, seekers));

        await NodeProcess.RunAsync(Exchange.Settings, "rebuild");
        await Exchange.SettledAsync();

        Assert.Equal(all, await FoundAsync(seeker, seekers));
        Assert.Equal(all, (await StudiesAsync(hospital.Ehr, ByNumber(hospital, number) + "&modality=CT")).Order(StringComparer.Ordinal));
        Assert.Equal(1, await Exchange.ScalarAsync($"select version from record_locator.registered_study where study_uid = '{sound.StudyUid}'"));
        await CheckAsync(expected: 0);
    }

    private async Task<List<string>> FoundAsync(PretendHospital hospital, string number) =>
        [.. (await StudiesAsync(hospital.Ehr, ByNumber(hospital, number))).Order(StringComparer.Ordinal)];

    private async Task CheckAsync(int expected)
    {
        var (code, said) = await NodeProcess.TryAsync(Exchange.Settings, "rebuild", "--check");
        Assert.True(code == expected, said);
    }
}
