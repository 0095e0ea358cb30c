using System.Collections.Concurrent;
using System.Net;
using HieImaging.PretendFacility.Archives;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HieImaging.PretendFacility.Misbehaving;

/// <summary>A DICOMweb archive that goes wrong on request: by the property <see cref="Fault"/>, or from outside by
/// <c>PUT /control?fault=Stalls</c>. It answers WADO-RS for studies, series and instances; success paths of tests use a real archive.</summary>
public sealed class MisbehavingArchive : IAsyncDisposable
{
    /// <summary>An endless text breaks off there all the same, so that nobody is killed who takes it.</summary>
    private const long MostText = 192 << 20;

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, (int Place, HeldInstance Instance)> _instances = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private int _requests;
    private int _abandoned;
    private int _held;
    private long _taken;

    private MisbehavingArchive(WebApplication app) => _app = app;

    /// <summary>What goes wrong from the next request on.</summary>
    public ArchiveFault Fault { get; set; }

    /// <summary>Bytes of text in the metadata of each instance.</summary>
    public int Text { get; set; }

    /// <summary>Bytes of an endless text that were taken so far.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Requests for images so far.</summary>
    public int Requests => _requests;

    /// <summary>Requests whose caller went away before the end.</summary>
    public int Abandoned => _abandoned;

    public string DicomWeb => _app.Urls.Single() + "/dicom-web";

    /// <param name="port">0 for a free one.</param>
    public static async Task<MisbehavingArchive> StartAsync(int port, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Limits.MinResponseDataRate = null;
        });
        var app = builder.Build();
        var archive = new MisbehavingArchive(app);
        app.MapPut("/control", (ArchiveFault fault) => archive.Fault = fault);
        app.MapGet("/dicom-web/studies/{study}", archive.AnswerAsync);
        app.MapGet("/dicom-web/studies/{study}/metadata", archive.AnswerAsync);
        app.MapGet("/dicom-web/studies/{study}/series/{series}", archive.AnswerAsync);
        app.MapGet("/dicom-web/studies/{study}/series/{series}/metadata", archive.AnswerAsync);
        app.MapGet("/dicom-web/studies/{study}/series/{series}/instances/{instance}", archive.AnswerAsync);
        await app.StartAsync(cancellation);
        return archive;
    }

    /// <summary>Sent in the order in which they were held: the first is the one that a manifest names in any case.</summary>
    public void Hold(HeldInstance instance) => _instances[instance.SopUid] = (Interlocked.Increment(ref _held), instance);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        Interlocked.Increment(ref _requests);
        var fault = Fault;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _stopping.Token);
        try
        {
            if (fault is ArchiveFault.NeverAnswers)
                await Task.Delay(Timeout.Infinite, ending.Token);
            else if (fault is ArchiveFault.ServerError)
                http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            else if (fault is ArchiveFault.HtmlPage)
                await Results.Content("<html><body>Sign in</body></html>", "text/html").ExecuteAsync(http);
            else
                await SendAsync(http, fault, ending.Token);
        }
        catch (OperationCanceledException)
        {
            if (http.RequestAborted.IsCancellationRequested)
                Interlocked.Increment(ref _abandoned);
        }
    }

    private async Task SendAsync(HttpContext http, ArchiveFault fault, CancellationToken cancellation)
    {
        var asked = Asked(http.Request, fault);
        if (asked.Count == 0)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        if (http.Request.Path.Value!.EndsWith("/metadata", StringComparison.Ordinal))
        {
            await SendMetadataAsync(http, asked, fault, cancellation);
            return;
        }
        var body = MultipartBody.Of(asked, fault);
        http.Response.ContentType = MultipartBody.ContentType;
        http.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
        switch (fault)
        {
            case ArchiveFault.Trickles:
                for (var i = 0; i < body.Length; i++)
                {
                    await http.Response.Body.WriteAsync(body.AsMemory(i, 1), cancellation);
                    await http.Response.Body.FlushAsync(cancellation);
                    await Task.Delay(TimeSpan.FromSeconds(1), cancellation);
                }
                break;
            case ArchiveFault.Stalls or ArchiveFault.CutConnection:
                await http.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), cancellation);
                await http.Response.Body.FlushAsync(cancellation);
                if (fault is ArchiveFault.CutConnection)
                    http.Abort();
                else
                    await Task.Delay(Timeout.Infinite, cancellation);
                break;
            default:
                await http.Response.Body.WriteAsync(body, cancellation);
                break;
        }
    }

    private async Task SendMetadataAsync(HttpContext http, List<HeldInstance> asked, ArchiveFault fault, CancellationToken cancellation)
    {
        http.Response.ContentType = MetadataBody.ContentType;
        if (fault is ArchiveFault.EndlessText)
            await MetadataBody.WriteEndlessAsync(http, MostText, sent => Interlocked.Add(ref _taken, sent), cancellation);
        else
            await MetadataBody.WriteAsync(
                http.Response.Body, [.. asked.Skip(fault is ArchiveFault.MissingInstance ? 1 : 0)], Text, cancellation);
    }

    private List<HeldInstance> Asked(HttpRequest request, ArchiveFault fault)
    {
        var study = (string)request.RouteValues["study"]!;
        var all = _instances.Values.OrderBy(held => held.Place).Select(held => held.Instance);
        if (fault is ArchiveFault.AnotherStudy)
            return [.. all.Where(instance => instance.StudyUid != study)];
        return [.. all.Where(instance => instance.StudyUid == study
            && Matches(request, "series", instance.SeriesUid) && Matches(request, "instance", instance.SopUid))];
    }

    private static bool Matches(HttpRequest request, string level, string uid) =>
        !request.RouteValues.TryGetValue(level, out var asked) || (string?)asked == uid;
}
