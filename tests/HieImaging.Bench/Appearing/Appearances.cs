using System.Diagnostics;
using System.Net.Http.Headers;
using HieImaging.Bench.Measuring;
using HieImaging.Manifests.KeyObjects;
using HieImaging.PretendFacility.Publishing;

namespace HieImaging.Bench.Appearing;

/// <summary>
/// Studies that one hospital submits one by one and a reader of the other finds by the other's number. Each study has a reader of its own, who
/// asks when the door has answered, and again after a pause as long as nothing is found: what is counted ends with the answer that holds it.
/// </summary>
/// <param name="bulk">By <c>POST /manifests</c> (202, then the queue); else by STOW-RS.</param>
internal sealed class Appearances(Site site, SharedPeople people, bool bulk)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly DocumentSource _source = new(site.Http);

    /// <summary>From the intended moment of the submission to the door's answer.</summary>
    public LatencyHistogram Accepted { get; } = new();

    /// <summary>From the door's answer to the search's that held the study.</summary>
    public LatencyHistogram AcceptedToFound { get; } = new();

    /// <summary>Submits at this rate; the latencies of the result reach from the intended moment to the search that found.</summary>
    public async Task<LoopResult> RunAsync(double perSecond, TimeSpan time, CancellationToken cancellation)
    {
        var run = Guid.NewGuid().ToString("N")[..6];
        var studies = await Task.Run(() => Enumerable.Range(0, (int)(perSecond * time.TotalSeconds)).AsParallel().AsOrdered().Select(number =>
        {
            var person = number % people.Count;
            var study = people.Study(person, $"{run}{number}");
            return (Person: person, study.StudyUid, KeyObject: KeyObjectWriter.Write(PhantomManifest.Of(people.One, study)));
        }).ToArray(), cancellation);
        return await new OpenLoop(perSecond, async (number, due, stop) =>
        {
            var (person, study, keyObject) = studies[number];
            await SubmitAsync(keyObject, stop);
            var accepted = Stopwatch.GetTimestamp();
            Accepted.Record(Stopwatch.GetElapsedTime(due, accepted));
            while (!await IsFoundAsync(person, study, stop))
                await Task.Delay(Pause, stop);
            AcceptedToFound.Record(Stopwatch.GetElapsedTime(accepted));
        }).RunAsync(time, cancellation);
    }

    private async Task SubmitAsync(byte[] keyObject, CancellationToken cancellation)
    {
        var token = await site.TokenAsync(people.One.Pacs);
        using var answer = bulk
            ? await _source.BulkAsync([keyObject], token, cancellation)
            : await _source.StowAsync(people.One.Id, [keyObject], token, cancellation);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"The submission was answered by {(int)answer.StatusCode}.");
    }

    private async Task<bool> IsFoundAsync(int person, string study, CancellationToken cancellation)
    {
        var number = Uri.EscapeDataString($"{people.Other.Authority.Urn}|{people.NumberAtOther(person)}");
        var uid = Uri.EscapeDataString($"urn:dicom:uid|urn:oid:{study}");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"fhir/ImagingStudy?patient.identifier={number}&identifier={uid}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await site.TokenAsync(people.Other.Ehr));
        using var answer = await site.Http.SendAsync(request, cancellation);
        answer.EnsureSuccessStatusCode();
        var bundle = await answer.Content.ReadAsByteArrayAsync(cancellation);
        return bundle.AsSpan().IndexOf("\"resourceType\":\"ImagingStudy\""u8) >= 0;
    }
}
