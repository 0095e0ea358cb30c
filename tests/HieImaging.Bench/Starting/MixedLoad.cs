using System.Net.Http.Headers;
using HieImaging.Bench.Measuring;
using HieImaging.Bench.Retrieving;
using HieImaging.Dicom;
using HieImaging.Manifests.KeyObjects;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.PretendFacility.Publishing;

namespace HieImaging.Bench.Starting;

/// <summary>What a state does at its peak and somewhat more, at once: 20 searches and 5 submissions a second, instances, and now and then a whole
/// study of 105 MB.</summary>
internal sealed class MixedLoad(RetrievalSite site)
{
    private const int Instances = 100;

    public async Task RunAsync(TimeSpan time, CancellationToken cancellation)
    {
        var node = site.Site;
        var source = new DocumentSource(node.Http);
        var instances = await site.NodeAsync(site.InstancePath);
        var studies = await site.NodeAsync(site.SlicesPath);
        var results = await Task.WhenAll(
            new OpenLoop(20, (_, _, stop) => SearchAsync(stop)).RunAsync(time, cancellation),
            new OpenLoop(5, (number, _, stop) => SubmitAsync(source, number, stop)).RunAsync(time, cancellation),
            new OpenLoop(10, (_, _, stop) => instances.ReadAsync(stop)).RunAsync(time, cancellation),
            new OpenLoop(0.5, (_, _, stop) => studies.ReadAsync(stop)).RunAsync(time, cancellation));
        foreach (var (name, result) in new[] { "searches", "submissions", "instances", "studies" }.Zip(results))
            Console.WriteLine(FormattableString.Invariant($"  {name}: {result.ToSample().Units}, p50 {result.Latency.PercentileMs(0.5):0.0} ms"));
    }

    private async Task SearchAsync(CancellationToken cancellation)
    {
        var number = Uri.EscapeDataString($"{site.Hospital.Authority.Urn}|B1");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"fhir/ImagingStudy?patient.identifier={number}&_count=20");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await site.Site.TokenAsync(site.Hospital.Ehr));
        using var answer = await site.Site.Http.SendAsync(request, cancellation);
        answer.EnsureSuccessStatusCode();
        await answer.Content.CopyToAsync(Stream.Null, cancellation);
    }

    private async Task SubmitAsync(DocumentSource source, long number, CancellationToken cancellation)
    {
        var study = site.Slices.Study with { Accession = $"M{DicomUID.New().UID[^10..]}", PatientId = $"M{number % 50}", Series = [new PhantomSeries("CT", "Head", Instances, 16)] };
        var keyObject = KeyObjectWriter.Write(PhantomManifest.Of(site.Hospital, study));
        using var stored = await source.StowAsync(site.Hospital.Id, [keyObject], await site.Site.TokenAsync(site.Hospital.Pacs), cancellation);
        stored.EnsureSuccessStatusCode();
    }
}
