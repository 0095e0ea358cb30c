using System.Net;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>What was done is written down, and what was written down stays.</summary>
public abstract class AuditingStories(Exchange exchange) : TrustStory(exchange)
{
    [Fact]
    public async Task Every_refused_call_of_a_known_client_is_written_down()
    {
        var hospital = Exchange.FreshHospital();
        for (var i = 0; i < 7; i++)
        {
            using var answer = await GetAsync("fhir/ImagingStudy?_id=x", hospital.Adt);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        Assert.Equal(7, await SqlAsync<long>($"select count(*) from trust.audit_record where client = '{hospital.Adt}' and outcome = 4"));
    }

    [Theory]
    [InlineData("fhir/Patient/s-aaaaaaaaaaaaaaaaaaaaaaaaaa", HttpStatusCode.NotFound)]
    [InlineData("fhir/ImagingStudy?nonsense=1", HttpStatusCode.BadRequest)]
    [InlineData("fhir/Patient/$ihe-pix?sourceIdentifier=nobody", HttpStatusCode.BadRequest)]
    [InlineData("fhir/Patient?_format=text/turtle", HttpStatusCode.NotAcceptable)]
    [InlineData("dicomweb/studies/no-uid", HttpStatusCode.NotFound)]
    public async Task What_a_door_refuses_is_written_down_once(string path, HttpStatusCode status)
    {
        var hospital = Exchange.FreshHospital();
        using var answer = await GetAsync(path, hospital.Ehr);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(1, await SqlAsync<long>($"select count(*) from trust.audit_record where client = '{hospital.Ehr}' and outcome = 4"));
    }

    [Fact]
    public async Task A_search_is_written_down_with_who_and_whose()
    {
        var hospital = Exchange.FreshHospital();
        var study = FreshStudy(hospital, FreshPerson());
        await FeedAsync(hospital, study.Person, study.PatientId);
        await PublishAsync(hospital, study);
        var found = Assert.Single(Matches(await SearchAsync(hospital.Ehr, "ImagingStudy?" + ByNumber(hospital, study.PatientId))));

        var patient = found.GetProperty("subject").GetProperty("reference").GetString()!["Patient/".Length..];
        Assert.Equal(1, await SqlAsync<long>(
            $"select count(*) from trust.audit_record where client = '{hospital.Ehr}' and patient = '{patient}' and study_uid = '{StudyUidOf(found)}' and outcome = 0"));
        Assert.Equal(0, await SqlAsync<long>(
            $"select count(*) from trust.audit_record where strpos(convert_from(body, 'utf8'), '{study.PatientId}') > 0 or strpos(convert_from(body, 'utf8'), '{study.Person.Family}') > 0"));
    }

    [Fact]
    public async Task What_was_altered_or_deleted_is_found()
    {
        var hospital = Exchange.FreshHospital();
        using (await GetAsync("fhir/Endpoint", hospital.Ehr))
            await Deadline.Until("the record is sealed", async () => await SqlAsync<long>("select count(*) from trust.audit_unsealed") == 0, TimeSpan.FromSeconds(30));
        Assert.Contains("records sealed", await VerifyAsync(), StringComparison.Ordinal);

        var record = await SqlAsync<Guid>($"select id from trust.audit_record where client = '{hospital.Ehr}' limit 1");
        await SqlAsync<object>($"update trust.audit_record set client = 'nobody' where id = '{record}'");
        Assert.Contains($"A record was altered", await BrokenAsync(), StringComparison.Ordinal);
        await SqlAsync<object>($"update trust.audit_record set client = '{hospital.Ehr}' where id = '{record}'");

        await SqlAsync<object>($"create table kept as select * from trust.audit_record where id = '{record}'");
        await SqlAsync<object>($"delete from trust.audit_record where id = '{record}'");
        Assert.Contains(record.ToString(), await BrokenAsync(), StringComparison.Ordinal);
        await SqlAsync<object>("insert into trust.audit_record select * from kept");
        await SqlAsync<object>("drop table kept");

        await VerifyAsync();
    }

    [Fact]
    public async Task A_record_that_vanished_before_it_was_sealed_is_found_and_does_not_hold_up_the_others()
    {
        var lost = Guid.CreateVersion7();
        await SqlAsync<object>($"insert into trust.audit_unsealed (id, recorded) values ('{lost}', now())");
        var hospital = Exchange.FreshHospital();
        using (await GetAsync("fhir/Endpoint", hospital.Ehr))
            await Deadline.Until("the others are sealed", async () => await SqlAsync<long>("select count(*) from trust.audit_unsealed") == 1, TimeSpan.FromSeconds(30));

        Assert.Contains($"A record was deleted, record {lost}", await BrokenAsync(), StringComparison.Ordinal);
        await SqlAsync<object>($"delete from trust.audit_unsealed where id = '{lost}'");
        await VerifyAsync();
    }

    [Fact]
    public async Task A_record_that_was_slipped_in_is_found()
    {
        var hospital = Exchange.FreshHospital();
        using (await GetAsync("fhir/Endpoint", hospital.Ehr))
            await SqlAsync<object>($"""
                insert into trust.audit_record (id, recorded, body, transaction, outcome)
                select gen_random_uuid(), recorded - interval '10 minutes', body, 'slipped-in', outcome from trust.audit_record where client = '{hospital.Ehr}' limit 1
                """);

        Assert.Contains("A record is neither sealed nor waiting", await BrokenAsync(), StringComparison.Ordinal);
        await SqlAsync<object>("delete from trust.audit_record where transaction = 'slipped-in'");
        await VerifyAsync();
    }

    private Task<string> VerifyAsync() => NodeProcess.RunAsync(Exchange.Settings, "audit", "verify");

    private async Task<string> BrokenAsync() => (await Assert.ThrowsAsync<InvalidOperationException>(VerifyAsync)).Message;
}

[Collection(InOneProcess.Name)]
public sealed class AuditingStoriesInOneProcess(OneProcess exchange) : AuditingStories(exchange);

[Collection(InOneProcessARole.Name)]
public sealed class AuditingStoriesInOneProcessARole(OneProcessARole exchange) : AuditingStories(exchange);
