using System.Net;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Retrieving;
using HieImaging.Xds.Soap;
using HieImaging.Xds.Submitting;
using Microsoft.AspNetCore.Http;

namespace HieImaging.Tests.Xds;

/// <summary>A repository that keeps what it gets, reached without a socket.</summary>
internal sealed class SoapDoors : HttpMessageHandler
{
    private readonly SoapEndpoint _endpoint;

    public SoapDoors(SoapBounds? bounds = null)
    {
        _endpoint = new SoapEndpoint((_, transaction) => ValueTask.FromResult(transaction.Id != Refused),
            (_, _, code) => { Told.Add(code); return Task.CompletedTask; }, bounds ?? SoapBounds.Default);
        _endpoint.Add(Transaction.Rad68, (_, request, _) =>
        {
            Last = request;
            Provided = ProvideAndRegister.Read(request);
            return Task.FromResult(SoapAnswer.Of(RegistryResponse.Of(Provided.Errors).Write()));
        });
        _endpoint.Add(Transaction.Iti43, (_, request, _) =>
        {
            var asked = RetrieveDocumentSet.Read(request.Body).Requests;
            return Task.FromResult(RetrieveDocumentSetResponse.Write(
                [.. asked.Where(r => Content.ContainsKey(r.DocumentUniqueId)).Select(r => RetrievedDocument.Of(r, "application/dicom", Content[r.DocumentUniqueId]))],
                [.. asked.Where(r => !Content.ContainsKey(r.DocumentUniqueId)).Select(r =>
                    new RegistryError(RegistryErrorCode.DocumentUniqueId, "No such document.", Severity.Error, r.DocumentUniqueId))]));
        });
    }

    /// <summary>The transaction that the gate does not let through.</summary>
    public string? Refused { get; init; }

    /// <summary>Codes of the refusals that were told.</summary>
    public List<string> Told { get; } = [];

    public Dictionary<string, byte[]> Content { get; } = [];

    public SoapRequest? Last { get; private set; }

    public ProvideAndRegister? Provided { get; private set; }

    public async Task<(int Status, string? ContentType, byte[] Body)> PostAsync(
        Stream body, string? contentType, params (string Name, string Value)[] headers)
    {
        var http = new DefaultHttpContext { Request = { Method = "POST", Body = body, ContentType = contentType } };
        foreach (var (name, value) in headers)
            http.Request.Headers[name] = value;
        using var answer = new MemoryStream();
        http.Response.Body = answer;
        await _endpoint.AnswerAsync(http);
        return (http.Response.StatusCode, http.Response.ContentType, answer.ToArray());
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var contentType = request.Content!.Headers.NonValidated["Content-Type"].ToString();
        var (status, type, body) = await PostAsync(new MemoryStream(await request.Content.ReadAsByteArrayAsync(cancellationToken)), contentType);
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(body) };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        return response;
    }
}
