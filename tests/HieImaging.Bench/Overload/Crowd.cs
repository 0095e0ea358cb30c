using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using HieImaging.Bench.Measuring;
using HieImaging.Manifests.KeyObjects;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.PretendFacility.Publishing;

namespace HieImaging.Bench.Overload;

/// <summary>Many EHRs that search and many archives that submit, each with its own token; none takes more than the exchange gives.</summary>
internal sealed class Crowd : IDisposable
{
    private const int Hospitals = 8;

    private readonly HttpClient _http;
    private readonly List<(string Ehr, string Pacs, byte[] KeyObject)> _members = [];

    private Crowd(Uri node) => _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 2_000 }) { BaseAddress = node, Timeout = TimeSpan.FromSeconds(30) };

    public static async Task<Crowd> OfAsync(Site site)
    {
        var crowd = new Crowd(site.Address);
        for (var i = 0; i < Hospitals; i++)
        {
            var hospital = site.FreshHospital();
            var study = new PhantomStudy
            {
                Hospital = hospital.Id, Person = new PhantomPerson("Crowd", "Amelia", new DateOnly(1950, 1, 1), "F"), PatientId = $"C{i}", Accession = $"A{i}",
                Description = "CT head", Series = [PhantomSeries.Ct(20)],
            };
            crowd._members.Add((await site.TokenAsync(hospital.Ehr), await site.TokenAsync(hospital.Pacs), KeyObjectWriter.Write(PhantomManifest.Of(hospital, study))));
        }
        return crowd;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Searches a second that go through at most.</summary>
    public async Task<double> MostAsync(TimeSpan time, CancellationToken cancellation)
    {
        var tally = new Tally(time);
        await new ClosedLoop(16, (client, _, stop) => SearchAsync(client, tally, stop)).RunAsync(time, cancellation);
        return tally.GoodPerSecond;
    }

    /// <summary>So many searches a second, whatever becomes of them.</summary>
    public async Task<Tally> SearchAsync(double perSecond, TimeSpan time, CancellationToken cancellation)
    {
        var tally = new Tally(time);
        await new OpenLoop(perSecond, (number, _, stop) => SearchAsync(number, tally, stop)).RunAsync(time, cancellation);
        return tally;
    }

    /// <summary>Twenty reads a second beside two hundred submitters that never rest.</summary>
    public async Task<Tally> ReadWhileFloodedAsync(TimeSpan time, CancellationToken cancellation)
    {
        var written = new Tally(time);
        var flood = new ClosedLoop(200, (client, _, stop) => SubmitAsync(client, written, stop)).RunAsync(time, cancellation);
        var read = await SearchAsync(20, time, cancellation);
        await flood;
        Console.WriteLine($"  writes meanwhile: {written}");
        return read;
    }

    private Task SearchAsync(long number, Tally tally, CancellationToken cancellation) => CallAsync(
        new HttpRequestMessage(HttpMethod.Get, "fhir/ImagingStudy?identifier=urn:dicom:uid|urn:oid:1.2.3"), _members[(int)(number % Hospitals)].Ehr, tally, cancellation);

    private Task SubmitAsync(int client, Tally tally, CancellationToken cancellation)
    {
        var member = _members[client % Hospitals];
        var boundary = HieImaging.Wire.Multipart.MultipartRelatedWriter.NewBoundary();
        byte[] body =
        [
            .. System.Text.Encoding.ASCII.GetBytes($"--{boundary}\r\nContent-Type: application/dicom\r\n\r\n"), .. member.KeyObject,
            .. System.Text.Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n"),
        ];
        var request = new HttpRequestMessage(HttpMethod.Post, "manifests") { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", HieImaging.Wire.Multipart.MultipartRelatedWriter.ContentType("application/dicom", boundary));
        return CallAsync(request, member.Pacs, tally, cancellation);
    }

    private async Task CallAsync(HttpRequestMessage request, string token, Tally tally, CancellationToken cancellation)
    {
        using (request)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var began = Stopwatch.GetTimestamp();
            HttpStatusCode? status = null;
            try
            {
                using var answer = await _http.SendAsync(request, cancellation);
                status = answer.StatusCode;
            }
            catch (Exception broken) when (broken is HttpRequestException or OperationCanceledException && !cancellation.IsCancellationRequested)
            {
                // counted as what it is: neither an answer nor a refusal
            }
            tally.Count(status, Stopwatch.GetElapsedTime(began));
        }
    }
}
