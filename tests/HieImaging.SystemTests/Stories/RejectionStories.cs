using System.Net;
using HieImaging.Manifests;
using HieImaging.Manifests.KeyObjects;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.PretendFacility.Publishing;
using HieImaging.PretendFacility.Repositories;
using HieImaging.SystemTests.Harness;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.SystemTests.Stories;

/// <summary>Manifests, rejections (IOCM) and notes of one study, by any door and in any order: the same study is left.</summary>
[Collection(InOneProcess.Name)]
public sealed class RejectionStories(OneProcess exchange, ITestOutputHelper output) : KeepingStory(exchange)
{
    private const int Orders = 5;

    private static readonly (string Code, string Meaning)[] Rejections =
    [
        ("113001", "Rejected for Quality Reasons"), ("113037", "Rejected for Patient Safety Reasons"),
        ("113038", "Incorrect Modality Worklist Entry"), ("113039", "Data Retention Policy Expired"),
    ];

    [Fact]
    public async Task What_is_left_does_not_depend_on_the_order_nor_on_the_doors()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var (hospital, repository) = Exchange.KeepingHospital();
        var studies = new List<PhantomStudy>();
        for (var order = 0; order < Orders; order++)
        {
            var study = FreshStudy(hospital, FreshPerson(), null, PhantomSeries.Ct(6));
            studies.Add(study);
            var keyObjects = Rejections.Select((title, index) => Of(hospital, study, ManifestRole.Rejection, title, index))
                .Append(Of(hospital, study, ManifestRole.Manifest, ("113030", "Manifest"), 0, 1, 4))
                .Append(Of(hospital, study, ManifestRole.Manifest, ("113030", "Manifest"), 2, 3, 5))
                .Append(Of(hospital, study, ManifestRole.Note, ("113000", "Of Interest"), 4)).ToArray();
            random.Shuffle(keyObjects);
            foreach (var one in keyObjects)
                await SendAsync(hospital, repository, one, random.Next(4));
        }
        foreach (var study in studies)
            await Deadline.Until("what came by slow doors is registered too", async () =>
                (await StudiesAsync(hospital.Ehr, ByNumber(hospital, study.PatientId))).Count == 1
                && InstancesOf(await StudyAsync(hospital.Ehr, ByNumber(hospital, study.PatientId))).SequenceEqual([study.SopUid(0, 4), study.SopUid(0, 5)]));
        await Exchange.SettledAsync();
        foreach (var study in studies)
            Assert.Equal([study.SopUid(0, 4), study.SopUid(0, 5)], InstancesOf(await StudyAsync(hospital.Ehr, ByNumber(hospital, study.PatientId))));
    }

    private async Task SendAsync(PretendHospital hospital, PretendRepository repository, Manifest manifest, int door)
    {
        var keyObject = KeyObjectWriter.Write(manifest);
        var token = await Exchange.TokenAsync(hospital.Pacs);
        switch (door)
        {
            case 0:
                await ProvideAsync(hospital, Named(ImagingSubmission.Of(hospital, manifest, await FreshDomainIdAsync())));
                break;
            case 1:
                using (var answer = await Source.StowAsync(hospital.Id, [keyObject], token, CancellationToken.None))
                    Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
                break;
            case 2:
                using (var answer = await Source.BulkAsync([keyObject], token, CancellationToken.None))
                    Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
                break;
            default:
                var submission = Named(ImagingSubmission.Of(hospital, manifest, await FreshDomainIdAsync()));
                repository.Hold(submission.DocumentUniqueId, submission.KeyObject);
                await RegisterAsync(hospital, submission);
                break;
        }
    }

    private static Manifest Of(PretendHospital hospital, PhantomStudy study, ManifestRole role, (string Code, string Meaning) title, params int[] instances)
    {
        var manifest = PhantomManifest.Of(hospital, study);
        var series = manifest.Study.Series[0];
        return manifest with
        {
            Title = new CodedConcept(title.Code, "DCM", title.Meaning),
            Role = role,
            Study = manifest.Study with { Series = [series with { Instances = [.. instances.Select(index => series.Instances[index])] }] },
        };
    }
}
