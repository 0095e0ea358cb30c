using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace HieImaging.PretendFacility.Misbehaving;

/// <summary>Stands before a real archive and passes its answers on, unless it is told to go wrong.</summary>
public sealed class ArchiveProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new();
    private readonly Uri _archive;
    private int _asked;

    private ArchiveProxy(WebApplication app, string dicomWeb) => (_app, _archive) = (app, new Uri(dicomWeb));

    /// <summary>What goes wrong from the next request on.</summary>
    public ListFault Fault { get; set; }

    /// <summary>Requests so far.</summary>
    public int Asked => _asked;

    public string DicomWeb => _app.Urls.Single() + "/dicom-web";

    /// <param name="dicomWeb">The real archive's root.</param>
    public static async Task<ArchiveProxy> StartAsync(string dicomWeb)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var proxy = new ArchiveProxy(app, dicomWeb);
        app.Run(proxy.AnswerAsync);
        await app.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        Interlocked.Increment(ref _asked);
        var (fault, isList) = (Fault, !http.Request.Path.Value!.EndsWith("/metadata", StringComparison.Ordinal));
        var ofOne = http.Request.Query.ContainsKey("StudyInstanceUID") || http.Request.Path.Value.Contains("/studies/", StringComparison.Ordinal);
        if (fault is ListFault.Unavailable)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }
        if (fault is ListFault.Emptied && !isList)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        if (fault is ListFault.Emptied || (fault is ListFault.ListsNothing && isList && !ofOne))
        {
            await Results.Content("[]", "application/dicom+json").ExecuteAsync(http);
            return;
        }
        using var asked = new HttpRequestMessage(HttpMethod.Get, new Uri(_archive, http.Request.GetEncodedPathAndQuery()));
        asked.Headers.TryAddWithoutValidation("Accept", http.Request.Headers.Accept.ToString());
        using var answer = await _http.SendAsync(asked, HttpCompletionOption.ResponseContentRead, http.RequestAborted);
        var body = await answer.Content.ReadAsByteArrayAsync(http.RequestAborted);
        http.Response.StatusCode = (int)answer.StatusCode;
        http.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await http.Response.Body.WriteAsync(fault is ListFault.Truncated && isList ? body.AsMemory(0, body.Length / 2) : body, http.RequestAborted);
    }
}
