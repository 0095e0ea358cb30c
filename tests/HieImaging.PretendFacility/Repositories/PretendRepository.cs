using System.Collections.Concurrent;
using System.Net;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Retrieving;
using HieImaging.Xds.Soap;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HieImaging.PretendFacility.Repositories;

/// <summary>XDS repositories of hospitals, each at a path of its own: they answer ITI-43 by MTOM, and go wrong on request.</summary>
public sealed class PretendRepository : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, ReadOnlyMemory<byte>> _documents = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RepositoryFault> _faults = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();

    private PretendRepository(WebApplication app) => _app = app;

    /// <param name="port">0 for a free one.</param>
    public static async Task<PretendRepository> StartAsync(int port, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var app = builder.Build();
        var repository = new PretendRepository(app);
        app.Use(repository.MisbehaveAsync);
        new SoapDoor(app, (_, _) => ValueTask.FromResult(true), (_, _, _) => Task.CompletedTask, SoapBounds.Default)
            .Map(Transaction.Iti43, "/iti43/{hospital}", repository.AnswerAsync);
        await app.StartAsync(cancellation);
        return repository;
    }

    /// <summary>The hospital's ITI-43 address.</summary>
    public string AddressOf(string hospital) => $"{_app.Urls.Single()}/iti43/{hospital}";

    public void Hold(string uniqueId, ReadOnlyMemory<byte> content) => _documents[uniqueId] = content;

    /// <summary>What goes wrong at the hospital's from the next request on.</summary>
    public void Misbehave(string hospital, RepositoryFault fault) => _faults[hospital] = fault;

    /// <summary>Requests to the hospital's so far.</summary>
    public int AskedOf(string hospital) => _asked.GetValueOrDefault(hospital);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task MisbehaveAsync(HttpContext http, RequestDelegate next)
    {
        var hospital = http.Request.Path.Value!.Split('/')[^1];
        _asked.AddOrUpdate(hospital, 1, (_, count) => count + 1);
        switch (_faults.GetValueOrDefault(hospital))
        {
            case RepositoryFault.Down:
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                break;
            case RepositoryFault.NeverAnswers:
                using (var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _stopping.Token))
                    await Task.Delay(Timeout.Infinite, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            case RepositoryFault.HtmlPage:
                await Results.Content("<html><body>Sign in</body></html>", "text/html").ExecuteAsync(http);
                break;
            default:
                await next(http);
                break;
        }
    }

    private Task<SoapAnswer> AnswerAsync(HttpContext http, SoapRequest request, CancellationToken cancellation)
    {
        var fault = _faults.GetValueOrDefault((string)http.Request.RouteValues["hospital"]!);
        var asked = RetrieveDocumentSet.Read(request.Body).Requests;
        var documents = new List<RetrievedDocument>();
        var errors = new List<RegistryError>();
        foreach (var one in asked)
            if (fault is RepositoryFault.NotThere || !_documents.TryGetValue(one.DocumentUniqueId, out var content))
                errors.Add(new RegistryError(RegistryErrorCode.DocumentUniqueId, "There is no such document.", Location: one.DocumentUniqueId));
            else
                documents.Add(Of(one, content, fault));
        return Task.FromResult(RetrieveDocumentSetResponse.Write(documents, errors));
    }

    private static RetrievedDocument Of(DocumentRequest request, ReadOnlyMemory<byte> content, RepositoryFault fault) => fault switch
    {
        RepositoryFault.AnotherDocument => RetrievedDocument.Of(request with { DocumentUniqueId = "2.25.1" }, "application/dicom", content),
        RepositoryFault.WrongHash => RetrievedDocument.Of(request, "application/dicom", Changed(content)),
        RepositoryFault.Huge => new RetrievedDocument(request, "application/dicom", async (target, cancellation) =>
        {
            var megabyte = new byte[1 << 20];
            for (var i = 0; i < 256; i++)
                await target.WriteAsync(megabyte, cancellation);
        }),
        _ => RetrievedDocument.Of(request, "application/dicom", content),
    };

    private static byte[] Changed(ReadOnlyMemory<byte> content)
    {
        var bytes = content.ToArray();
        bytes[^1] ^= 1;
        return bytes;
    }
}
