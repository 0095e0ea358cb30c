using HieImaging.Dicom;
using HieImaging.Manifests;
using HieImaging.PretendFacility.Publishing;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>A viewer that goes through a study frame by frame is admitted once, told truly, and stopped when the study is taken back.</summary>
public abstract class ViewingStories(Exchange exchange) : RetrievalStory(exchange)
{
    private const string AnyFrame = "multipart/related; type=\"application/octet-stream\"; transfer-syntax=*";

    [Fact]
    public async Task Frames_of_one_study_are_told_as_opened_once_and_counted()
    {
        var (hospital, study) = await HeldAsync();
        var seeker = Exchange.FreshHospital();
        for (var instance = 0; instance < 3; instance++)
            await PartsAsync($"{At(hospital, study)}/series/{study.SeriesUid(0)}/instances/{study.SopUid(0, instance)}/frames/1", seeker.Ehr, AnyFrame);
        Assert.Equal(404, await StatusOfAsync($"{At(hospital, study)}/series/{study.SeriesUid(0)}/instances/1.2.3", seeker.Ehr));

        await Deadline.Until("all three are told", async () => await SumAsync(study.StudyUid, seeker.Ehr, "body ->> 'code' = 'complete'") == 3);
        var opened = await SumAsync(study.StudyUid, seeker.Ehr, "body ? 'until' and (body ->> 'until')::timestamptz <= (body ->> 'recorded')::timestamptz + interval '6 s'");
        Assert.InRange(opened, 1, Exchange is OneProcess ? 2 : 3);         // a slow machine may need a second admission, and so does another process
        Assert.Equal(opened, await SumAsync(study.StudyUid, seeker.Ehr, "not body ? 'code'"));
        Assert.Equal(1, await SumAsync(study.StudyUid, seeker.Ehr, "body ->> 'code' = 'not-found'"));
    }

    [Fact]
    public async Task A_study_that_is_taken_back_is_closed_to_who_was_looking_at_it()
    {
        var (hospital, study) = await HeldAsync();
        var seeker = Exchange.FreshHospital();
        var instance = $"{At(hospital, study)}/series/{study.SeriesUid(0)}/instances/{study.SopUid(0, 0)}";
        Assert.Equal(200, await StatusOfAsync(instance, seeker.Ehr));

        await ProvideAsync(hospital, PhantomManifest.Of(hospital, study) with
        {
            Title = new CodedConcept("113039", "DCM", "Data Retention Policy Expired"), Role = ManifestRole.Rejection,
        });

        await Deadline.Until("it is closed", async () => await StatusOfAsync(instance, seeker.Ehr) == 404, TimeSpan.FromSeconds(5));
    }

    private async Task<long> SumAsync(string study, string client, string what) => (long)(await Exchange.ScalarAsync($"""
        select coalesce(sum((body ->> 'count')::bigint), 0)::bigint from (select convert_from(body, 'UTF8')::jsonb as body from trust.audit_record
          where transaction = 'RAD-107' and client = '{client}' and study_uid = '{study}') told where {what}
        """))!;
}

[Collection(InOneProcess.Name)]
public sealed class ViewingStoriesInOneProcess(OneProcess exchange) : ViewingStories(exchange);

[Collection(InOneProcessARole.Name)]
public sealed class ViewingStoriesInOneProcessARole(OneProcessARole exchange) : ViewingStories(exchange);
