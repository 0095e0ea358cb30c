using System.Globalization;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.PretendFacility.Publishing;
using HieImaging.SystemTests.Harness;
using HieImaging.Xds.Responses;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>Who looked is told, and who touches what was told is found out.</summary>
public abstract class AuditTrailStories(Exchange exchange) : RetrievalStory(exchange)
{
    [Fact]
    public async Task What_was_submitted_fed_searched_and_retrieved_is_told_by_whom_of_whom_and_why()
    {
        var (hospital, study) = await HeldAsync();
        var seeker = Exchange.FreshHospital();
        await FeedAsync(hospital, study.Person, study.PatientId);
        await StudiesAsync(seeker.Ehr, ByNumber(hospital, study.PatientId));
        await StudiesAsync(seeker.Ehr, ByNumber(seeker, study.PatientId));
        await PartsAsync(At(hospital, study), seeker.Ehr);
        await StatusOfAsync("studies/1.2.3", seeker.Ehr);

        var patient = (string)(await Exchange.ScalarAsync($"select subject from record_locator.registered_study where study_uid = '{study.StudyUid}'"))!;
        Assert.StartsWith("s-", patient, StringComparison.Ordinal);
        await ToldAsync(1, $"transaction = 'RAD-68' and client = '{hospital.Pacs}' and participant = '{hospital.Id}' and custodian = '{hospital.Id}' and outcome = 0");
        await ToldAsync(1, $"transaction = 'ITI-104' and client = '{hospital.Adt}' and patient = '{patient}' and outcome = 0");
        await ToldAsync(1, $"transaction = 'fhir-search ImagingStudy' and client = '{seeker.Ehr}' and patient = '{patient}' and study_uid = '{study.StudyUid}' and convert_from(body, 'UTF8')::jsonb ->> 'purpose' = 'TREAT'");
        await ToldAsync(1, $"transaction = 'fhir-search ImagingStudy' and client = '{seeker.Ehr}' and patient is null");
        // What is about to be shown, then how it ended.
        await Deadline.Until("both are told", async () => await CountAsync($"transaction = 'RAD-107' and client = '{seeker.Ehr}' and patient = '{patient}' and study_uid = '{study.StudyUid}'") == 2);
        await ToldAsync(1, $"transaction = 'RAD-107' and client = '{seeker.Ehr}' and outcome = 4 and study_uid = '1.2.3'");
        await ToldAsync(0, $"convert_from(body, 'UTF8') like '%{study.Person.Family}%' or convert_from(body, 'UTF8') like '%{study.PatientId}%'");
    }

    [Fact]
    public async Task Of_a_refused_submission_nothing_is_kept_but_its_record()
    {
        var hospital = Exchange.FreshHospital();
        var study = FreshStudy(hospital, FreshPerson());
        var unknown = PatientIdentifier.Create(AssigningAuthority.Parse(PretendFacility.Domains.PretendDomain.PatientIdDomainOid), "U" + Exchange.FreshNumber());
        var submission = ImagingSubmission.Of(hospital, PhantomManifest.Of(hospital, study), unknown);

        var response = await Source.ProvideAsync(submission, await Exchange.TokenAsync(hospital.Pacs), CancellationToken.None);

        Assert.Equal(ResponseStatus.Failure, response.Status);
        await ToldAsync(1, $"transaction = 'RAD-68' and client = '{hospital.Pacs}' and outcome = 4 and convert_from(body, 'UTF8')::jsonb ->> 'code' = 'XDSUnknownPatientId'");
        Assert.Empty(await StudiesAsync(hospital.Ehr, "identifier=urn:oid:" + study.StudyUid));
    }

    [Fact]
    public async Task An_altered_a_deleted_and_a_cut_record_are_found_out_and_the_first_is_named()
    {
        var (hospital, study) = await HeldAsync();
        await PartsAsync(At(hospital, study), hospital.Ehr);
        var said = Convert.ToInt64(await Exchange.ScalarAsync("select count(*) from trust.audit_record"), CultureInfo.InvariantCulture);
        await Deadline.Until("all that was said is sealed and signed", async () => await Exchange.ScalarAsync("select max(position) from governance.audit_checkpoint") is long signed && signed >= said);
        var copy = await Exchange.Servers.CopyAsync(Exchange.Settings["ConnectionStrings__Postgres"]);
        Assert.Equal(0, (await VerifyAsync(copy)).Code);
        var record = (Guid)(await Servers.ScalarAsync(copy, $"select record_id from governance.audit_seal where position = {said - 4}"))!;
        var later = $"select record_id from governance.audit_seal where position = {said - 2}";

        await FoundOutAsync(copy, record.ToString(), $"update trust.audit_record set body = set_byte(body, 40, get_byte(body, 40) # 1) where id = '{record}' or id = ({later})");
        await FoundOutAsync(copy, record.ToString(), $"update trust.audit_record set client = 'somebody-else' where id = '{record}'");
        await FoundOutAsync(copy, record.ToString(), $"delete from trust.audit_record where id = '{record}' or id = ({later})");
        await FoundOutAsync(copy, $"position {said - 4}", $"delete from trust.audit_record where id = '{record}'; delete from governance.audit_seal where record_id = '{record}'");
        await FoundOutAsync(copy, "cut off", $"delete from trust.audit_record where id in (select record_id from governance.audit_seal where position > {said - 4}); delete from governance.audit_seal where position > {said - 4}");
    }

    // Whoever owns the database can take the triggers off; the chain is what he cannot forge.
    private async Task FoundOutAsync(string untouched, string first, string touch)
    {
        var touched = await Exchange.Servers.NewDatabaseAsync(untouched);
        await Servers.ScalarAsync(touched, $"alter table trust.audit_record disable trigger all; {touch}");

        var (code, said) = await VerifyAsync(touched);

        Assert.Equal(1, code);
        Assert.Contains(first, said, StringComparison.Ordinal);
    }

    private Task<(int Code, string Said)> VerifyAsync(string database) =>
        NodeProcess.TryAsync(new Dictionary<string, string>(Exchange.Settings) { ["ConnectionStrings__Postgres"] = database }, "audit", "verify");

    private async Task ToldAsync(long times, string what) => Assert.True(times == await CountAsync(what), $"{await CountAsync(what)} instead of {times} records: {what}");

    private async Task<long> CountAsync(string what) => (long)(await Exchange.ScalarAsync("select count(*) from trust.audit_record where " + what))!;
}

[Collection(InOneProcess.Name)]
public sealed class AuditTrailStoriesInOneProcess(OneProcess exchange) : AuditTrailStories(exchange);

[Collection(InOneProcessARole.Name)]
public sealed class AuditTrailStoriesInOneProcessARole(OneProcessARole exchange) : AuditTrailStories(exchange);
